import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Contract, Field } from '../../lambdas/shared/contracts/contract';
import { contracts } from '../../lambdas/shared/contracts';
import { transaction } from '../../lambdas/shared/contracts/transaction';
import { breakingChanges } from '../../lambdas/shared/derive/compatibility';

type Change = readonly [name: string, change: (contract: Contract) => Contract];

const released: Contract = transaction;
const withField =
  (name: string, edit: (field: Field) => Field): Change[1] =>
  (contract) => {
    const field = contract.fields[name];
    if (field === undefined) throw new Error(`no field ${name}`);
    return { ...contract, fields: { ...contract.fields, [name]: edit(field) } };
  };
const set = (name: string, members: object): Change[1] =>
  withField(name, (field) => ({ ...field, ...members }));
const without =
  (name: string): Change[1] =>
  (contract) => ({
    ...contract,
    fields: Object.fromEntries(Object.entries(contract.fields).filter(([key]) => key !== name)),
  });
const added =
  (name: string, field: Field): Change[1] =>
  (contract) => ({
    ...contract,
    fields: { ...contract.fields, [name]: field },
  });
const dropped = (name: string, member: string): Change[1] =>
  withField(
    name,
    (field) => Object.fromEntries(Object.entries(field).filter(([key]) => key !== member)) as never,
  );
const inItems = (name: string, members: object): Change[1] =>
  withField('items', (items) => {
    if (items.kind !== 'list') throw new Error('items is no list');
    const field = items.fields[name];
    return { ...items, fields: { ...items.fields, [name]: { ...field, ...members } } } as Field;
  });
const text = (extra: object = {}): Field => ({ kind: 'text', about: 'new', ...extra });

const BREAKING: readonly Change[] = [
  ['removes a required field', without('channel')],
  ['removes an optional field', without('mcc')],
  ['renames a field', (contract) => added('kind', text())(without('type')(contract))],
  ['adds a required field', added('region', text({ required: true }))],
  ['requires an optional field', set('customer_id', { required: true })],
  ['turns text into an integer', added('mcc', { kind: 'integer', about: '' })],
  ['turns a decimal into text', added('amount', text({ required: true }))],
  ['turns an instant into a date', added('promised_at', { kind: 'date', about: '' })],
  ['turns a date into an instant', added('value_date', { kind: 'instant', about: '' })],
  ['turns a map into text', added('attributes', text())],
  ['shortens a text', set('transaction_id', { maxLength: 64 })],
  ['asks for a longer text', set('store_id', { minLength: 2 })],
  ['bounds a text that was free', added('merchant_id', text({ maxLength: 10 }))],
  ['changes a pattern', set('source_system', { pattern: '^[a-z]+$' })],
  ['adds a pattern', withField('payments', (list) => narrowedMethod(list))],
  ['removes a value', set('status', { values: ['PENDING', 'COMPLETED'] })],
  ['lists values of a free text', set('merchant_id', { values: ['a', 'b'] })],
  ['lowers the scale', set('amount', { scale: 2, precision: 16 })],
  ['lowers the precision', set('balance_after', { precision: 12 })],
  ['trades whole digits for places', set('tax', { scale: 6 })],
  ['raises a minimum', set('amount', { min: '0.01' })],
  ['adds a minimum', set('balance_after', { min: '0' })],
  ['adds a maximum', set('amount', { max: '1000000' })],
  ['shortens a list', set('items', { maxItems: 100 })],
  ['takes fewer keys', set('attributes', { maxKeys: 10 })],
  ['removes a member of a list', withField('items', (list) => withoutMember(list, 'unit_cost'))],
  ['requires a member of a list', inItems('unit_price', { required: true })],
  ['keeps a token in clear', set('customer_id', { pii: 'none' })],
  ['moves a token to another domain', set('counterparty_account', { domain: 'customer' })],
  ['reads codes of another list', set('country', { list: 'currency' })],
  ['changes the key', (contract) => ({ ...contract, key: ['transaction_id'] })],
  ['changes the order of versions', (contract) => ({ ...contract, newestBy: 'transaction_time' })],
  ['changes the partition', (contract) => ({ ...contract, partition: 'arrival_date' })],
  ['counts the day by another time', (contract) => ({ ...contract, happenedAt: 'event_time' })],
  ['comes by another stream', (contract) => ({ ...contract, stream: 'sales' })],
  ['refuses unknown fields', (contract) => ({ ...contract, unknownFields: 'refused' })],
  ['adds a rule', (contract) => ({ ...contract, rules: [...contract.rules, 'stricter'] })],
  ['no longer requires a key', set('transaction_id', { required: false })],
];

function narrowedMethod(list: Field): Field {
  if (list.kind !== 'list') throw new Error('no list');
  return {
    ...list,
    fields: { ...list.fields, method: text({ required: true, pattern: '^a' }) as never },
  };
}
function withoutMember(list: Field, name: string): Field {
  if (list.kind !== 'list') throw new Error('no list');
  const kept = Object.entries(list.fields).filter(([member]) => member !== name);
  return { ...list, fields: Object.fromEntries(kept) };
}

const COMPATIBLE: readonly Change[] = [
  ['changes nothing', (contract) => ({ ...contract })],
  ['adds an optional text', added('region', text())],
  [
    'adds an optional decimal',
    added('tip', { kind: 'decimal', about: '', precision: 18, scale: 4 }),
  ],
  ['adds an optional integer', added('seats', { kind: 'integer', about: '', min: 0, max: 9 })],
  ['adds an optional truth', added('is_gift', { kind: 'boolean', about: '' })],
  ['adds an optional instant', added('shipped_at', { kind: 'instant', about: '' })],
  ['adds an optional date', added('due_on', { kind: 'date', about: '' })],
  ['adds an optional code', added('origin', { kind: 'code', about: '', list: 'country' })],
  ['adds an optional list', added('fees', { kind: 'list', about: '', maxItems: 9, fields: {} })],
  ['adds an optional map', added('tags', { kind: 'map', about: '', maxKeys: 9, maxLength: 9 })],
  ['adds a member to a list', inItems('colour', text())],
  ['explains a field better', set('amount', { about: 'In total.' })],
  ['explains a member better', inItems('quantity', { about: 'How many.' })],
  ['explains the contract better', (contract) => ({ ...contract, about: 'Better.' })],
  ['takes longer texts', set('transaction_id', { maxLength: 256 })],
  ['takes texts of any length', dropped('merchant_id', 'maxLength')],
  ['takes shorter texts', set('mcc', { minLength: 3 })],
  ['takes empty texts', dropped('store_id', 'minLength')],
  ['drops a pattern', dropped('source_system', 'pattern')],
  [
    'adds a value',
    set('channel', { values: ['pos', 'web', 'app', 'branch', 'atm', 'partner', 'kiosk'] }),
  ],
  ['reorders values', set('direction', { values: ['credit', 'debit'] })],
  ['drops a list of values', dropped('direction', 'values')],
  ['raises the precision', set('amount', { precision: 20 })],
  ['raises scale and precision', set('amount', { precision: 20, scale: 6 })],
  ['lowers a minimum', set('amount', { min: '-1' })],
  ['drops a minimum', dropped('tax', 'min')],
  ['writes a minimum otherwise', set('amount', { min: '0.00' })],
  ['takes longer lists', set('items', { maxItems: 10_000 })],
  ['takes more keys', set('attributes', { maxKeys: 100, maxLength: 9999 })],
  ['no longer requires a field', set('channel', { required: false })],
  ['no longer requires a member', inItems('line_amount', { required: false })],
  ['drops a rule', (contract) => ({ ...contract, rules: contract.rules.slice(1) })],
  [
    'keeps data longer',
    (contract) => ({ ...contract, retentionDays: { bronze: 4000, quarantine: 900 } }),
  ],
  [
    'reorders fields',
    (contract) => ({
      ...contract,
      fields: Object.fromEntries(Object.entries(contract.fields).reverse()),
    }),
  ],
];

describe('a change of a contract', () => {
  it('is judged by at least 30 breaking and 30 compatible examples', () => {
    expect(BREAKING.length).toBeGreaterThanOrEqual(30);
    expect(COMPATIBLE.length).toBeGreaterThanOrEqual(30);
  });

  it.each(BREAKING)('breaks when it %s', (_, change) => {
    expect(breakingChanges(released, change(released))).not.toEqual([]);
  });

  it.each(COMPATIBLE)('is compatible when it %s', (_, change) => {
    expect(breakingChanges(released, change(released))).toEqual([]);
  });
});

describe('a released contract', () => {
  it.each(Object.values(contracts).map((contract) => [contract.name, contract] as const))(
    '%s is not broken without a new version',
    (name, contract) => {
      const file = new URL(
        `../../lambdas/shared/contracts/released/${name}.v${contract.version}.json`,
        import.meta.url,
      );
      const before: Contract = parsed(readFileSync(file, 'utf8'));

      expect(before.version).toBe(contract.version);
      expect(breakingChanges(before, contract)).toEqual([]);
    },
  );
});

/** Released files are ours and written by us: their form is the type's. */
function parsed(json: string): Contract {
  const value: unknown = JSON.parse(json);
  return value as Contract;
}
