import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Contract } from '../../lambdas/shared/contracts/contract';
import { contracts } from '../../lambdas/shared/contracts';
import type { transaction } from '../../lambdas/shared/contracts/transaction';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { loadContract } from '../../lambdas/shared/contracts/load-contract';
import type { Validator } from '../../lambdas/shared/contracts/validator';
import {
  bronzeColumns,
  deliveryColumns,
  partitionColumn,
  quarantineColumns,
} from '../../lambdas/shared/derive/columns';
import { dictionaryOf } from '../../lambdas/shared/derive/dictionary';
import { jsonSchema } from '../../lambdas/shared/derive/json-schema';
import type { RecordOf } from '../../lambdas/shared/derive/record-type';
import { standaloneValidators } from '../../lib/build/validators';
import { validRecord } from '../gate/arbitrary';

const all = Object.entries(contracts);
const names = (columns: readonly { name: string }[]): string[] => columns.map(({ name }) => name);
const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

describe.each(all)('everything that is derived of %s agrees', (table, contract) => {
  it('is found under its bronze table, and loaded by that name alone', async () => {
    expect(contract.table).toBe(table);
    expect(await loadContract(table)).toBe(contract);
    expect(contract.key.every((name) => contract.fields[name]?.required === true)).toBe(true);
  });

  it('has one property of the JSON schema per field, and the same ones required', () => {
    const schema = jsonSchema(contract);

    expect(Object.keys(members(schema['properties']))).toEqual(Object.keys(contract.fields));
    expect(schema['required']).toEqual(
      Object.entries(contract.fields).flatMap(([name, field]) => (field.required ? [name] : [])),
    );
  });

  it('has one bronze column per field but for the partition; a card has two', () => {
    const own = Object.entries(contract.fields)
      .filter(([name]) => name !== partitionColumn(contract))
      .flatMap(([name, field]) => (field.pii === 'card' ? ['card_last4', 'card_token'] : [name]));

    expect(names(bronzeColumns(contract)).slice(0, own.length)).toEqual(own);
    expect(names(bronzeColumns(contract))).not.toContain(partitionColumn(contract));
    expect(
      bronzeColumns(contract)
        .filter(({ type }) => type === 'bigint')
        .map(({ name }) => name),
    ).toEqual(['_subsequence', '_key64', '_contract_version']);
  });

  it('delivers the union of bronze and quarantine, each column once', () => {
    const delivered = names(deliveryColumns(contract));

    expect(new Set(delivered).size).toBe(delivered.length);
    expect(new Set(delivered)).toEqual(
      new Set([...names(bronzeColumns(contract)), ...names(quarantineColumns())]),
    );
  });

  it('has every field in the dictionary', () => {
    const dictionary = dictionaryOf(contract);

    for (const name of Object.keys(contract.fields)) expect(dictionary).toContain(`\`${name}\``);
  });
});

it('the type of a transaction says what the contract says', () => {
  type Transaction = RecordOf<typeof transaction>;

  expectTypeOf<Transaction['transaction_id']>().toEqualTypeOf<string>();
  expectTypeOf<Transaction['amount']>().toEqualTypeOf<string | number>();
  expectTypeOf<Transaction['direction']>().toEqualTypeOf<'debit' | 'credit' | null | undefined>();
  expectTypeOf<NonNullable<Transaction['items']>[number]['line_amount']>().toEqualTypeOf<
    string | number
  >();
  expectTypeOf<Transaction['attributes']>().toEqualTypeOf<
    Readonly<Record<string, string>> | null | undefined
  >();
  expectTypeOf<{ transaction_id: string }>().not.toExtend<Transaction>();
});

/** A generated module as a bundle would load it. */
async function bundledValidator({ table }: Contract): Promise<Validator> {
  const contents = standaloneValidators()[table] ?? expect.fail(`none of ${table}`);
  const { outputFiles } = await build({
    stdin: { contents, loader: 'js' },
    bundle: true,
    format: 'esm',
    write: false,
    minifySyntax: true,
    minifyWhitespace: true,
  });
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript;base64,${source}`);
  return (members(module)['default'] ?? expect.fail('no validator')) as never;
}

/** Breaks one member of a record in one of the ways that producers find. */
const broken = (record: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...Object.keys(record)),
      fc.oneof(
        fc.constantFrom<unknown>(
          undefined,
          null,
          '',
          ' ',
          0,
          -1,
          1.5,
          true,
          [],
          {},
          'x'.repeat(5000),
        ),
        fc.constantFrom<unknown>('1e3', '-1', '007', '1.00000', '+1', 'sale', 'SALE', 'EURO'),
        fc.jsonValue(),
      ),
    )
    .map(([name, value]) => ({ ...record, [name]: value }));

describe('bundled and run-time validators', () => {
  it('agree on valid and broken records of every contract', async () => {
    let accepted = 0;

    for (const [table, contract] of all) {
      const [here, there] = [compileValidator(contract), await bundledValidator(contract)];
      fc.assert(
        fc.property(
          validRecord(table).chain((record) =>
            fc.oneof(fc.constant<unknown>(record), broken(record)),
          ),
          (record) => {
            const answer = here(record);
            accepted += answer ? 1 : 0;
            expect(there(record)).toBe(answer);
          },
        ),
        { numRuns: 500 },
      );
    }

    expect(accepted).toBeGreaterThan(600);
  });
});
