import { describe, expect, it } from 'vitest';
import { accepted, codesOf, fileOrigin, judge, tokens } from './door';

const RECEIPT = {
  movement_id: 'mov_1',
  source_system: 'wms',
  movement_time: '2026-06-15T10:00:00.000Z',
  event_time: '2026-06-15T10:00:01.000Z',
  type: 'receipt',
  product_id: 'p1',
  store_id: 'store_1',
  quantity: 12,
};
const LOGIN = {
  event_id: 'evt_1',
  source_system: 'web-shop',
  customer_id: 'household_1',
  event_type: 'login',
  event_time: '2026-06-15T10:00:00.000Z',
  outcome: 'success',
};
const UPDATE = {
  ...LOGIN,
  event_id: 'evt_2',
  event_type: 'profile_update',
  outcome: undefined,
  email: 'Ann@Example.com',
};
const movement = (members: object): readonly string[] =>
  codesOf({ ...RECEIPT, ...members }, 'stock_movements');
const update = (members: object): readonly string[] =>
  codesOf({ ...UPDATE, ...members }, 'customer_updates');

describe('a stock movement', () => {
  it.each([
    ['a receipt', {}],
    ['a sale', { type: 'sale', quantity: '-3', transaction_id: 't1' }],
    ['a sale of weight', { type: 'sale', quantity: -0.25 }],
    ['goods that were given back', { type: 'return', quantity: '1' }],
    ['nothing received', { quantity: '0.00' }],
    ['nothing sold', { type: 'sale', quantity: 0 }],
    ['a correction downwards', { type: 'adjustment', quantity: '-7', reason: 'broken' }],
    ['a count that found what the books say', { type: 'count', quantity: 0, stock_after: '40' }],
    ['a store that sold what it had not booked', { stock_after: '-2' }],
    ['a transfer', { type: 'transfer_out', quantity: -5, other_store_id: 'store_2' }],
    ['a unit cost', { unit_cost: '1.2345', currency: 'EUR' }],
    ['an unknown field', { pallet: 'EUR-1' }],
  ])('may be %s', (_, members) => {
    expect(movement(members)).toEqual([]);
  });

  it.each([
    ['a receipt that takes stock away', { quantity: '-1' }, 'quantity.sign'],
    ['a sale that adds stock', { type: 'sale', quantity: 0.5 }, 'quantity.sign'],
    ['a write-off that adds stock', { type: 'write_off', quantity: '1' }, 'quantity.sign'],
    ['a count without the count', { type: 'count' }, 'field.required_here'],
    ['a transfer from nowhere', { type: 'transfer_in' }, 'field.required_here'],
    ['a cost in no currency', { unit_cost: '1' }, 'field.required_here'],
    ['a kind of its own', { type: 'theft' }, 'text.value'],
    ['no quantity', { quantity: null }, 'field.missing'],
    ['a fifth decimal place', { quantity: '0.00001' }, 'decimal.scale'],
    ['a movement of the future', { movement_time: '2026-06-15T12:06:00Z' }, 'time.too_new'],
    ['a movement of long ago', { movement_time: '2025-05-01T10:00:00Z' }, 'time.too_old'],
    ['a record of last month', { event_time: '2026-05-10T10:00:00Z' }, 'time.too_old'],
    ['a business day of long ago', { business_date: '2025-01-01' }, 'time.too_old'],
    ['a card number', { supplier_id: '4111111111111111' }, 'card.misplaced'],
  ])('may not be %s', (_, members, code) => {
    expect(movement(members)).toEqual([code]);
  });

  it('belongs to the local day on which the stock changed', () => {
    const late = { ...RECEIPT, movement_time: '2026-06-14T23:30:00Z', time_zone: 'Europe/Berlin' };

    expect(judge(JSON.stringify(RECEIPT), 'stock_movements').partition).toBe('2026-06-15');
    expect(judge(JSON.stringify(late), 'stock_movements').partition).toBe('2026-06-15');
    expect(judge(JSON.stringify({ ...late, time_zone: 'UTC' }), 'stock_movements').partition).toBe(
      '2026-06-14',
    );
  });

  it('is flagged when it was recorded before it happened', () => {
    const early = { ...RECEIPT, event_time: '2026-06-15T09:00:00Z' };

    expect(accepted(early, 'stock_movements')['data_quality_flag']).toBe('warn:time.order');
  });

  it('of a file may be as old as history is', () => {
    const old = { ...RECEIPT, movement_time: '1997-01-01T00:00:00Z' };

    expect(codesOf(old, 'stock_movements', fileOrigin)).toEqual([]);
  });
});

describe('a customer update', () => {
  it('may be a login or a changed profile', () => {
    expect(codesOf(LOGIN, 'customer_updates')).toEqual([]);
    expect(update({})).toEqual([]);
    expect(update({ email: undefined, has_marketing_consent: false })).toEqual([]);
  });

  it.each([
    ['a login that ended nohow', { ...LOGIN, outcome: undefined }, 'field.required_here'],
    ['an update of nothing', { ...UPDATE, email: undefined }, 'field.required_here'],
    ['an update that only clears', { ...UPDATE, email: null }, 'field.required_here'],
    ['an event of its own kind', { ...LOGIN, event_type: 'logout' }, 'text.value'],
    ['nobody', { ...LOGIN, customer_id: ' ' }, 'text.pattern'],
    ['no address', { ...UPDATE, email: 'ann at example' }, 'text.pattern'],
    ['last month’s', { ...LOGIN, event_time: '2026-05-10T10:00:00Z' }, 'time.too_old'],
    ['tomorrow’s', { ...LOGIN, event_time: '2026-06-16T10:00:00Z' }, 'time.too_new'],
  ])('may not be %s', (_, record, code) => {
    expect(codesOf(record, 'customer_updates')).toEqual([code]);
  });

  it.each(['phone', 'full_name', 'address', 'ip_address'])(
    'is refused with a field %s, which bronze would keep in clear',
    (name) => {
      const verdict = judge(
        JSON.stringify({ ...LOGIN, [name]: 'Ann of Elm Street' }),
        'customer_updates',
      );

      expect(verdict.accepted ? [] : verdict.reasons).toEqual([
        { code: 'field.unknown', path: '?' },
      ]);
      expect(verdict.row).not.toContain('Elm');
    },
  );

  it('holds tokens of who it was, the same as other datasets', () => {
    const row = accepted(UPDATE, 'customer_updates');

    expect(row['customer_id']).toBe(tokens.token('customer', 'household_1'));
    expect(row['email']).toBe(tokens.token('email', 'ann@example.com'));
    expect(JSON.stringify(row).toLowerCase()).not.toMatch(/household_1|ann@|example\.com/);
  });

  it('shows no trait of a person in quarantine', () => {
    const verdict = judge(
      JSON.stringify({ ...UPDATE, marital_status: 'widowed', channel: 'pigeon' }),
      'customer_updates',
    );

    expect(verdict.accepted).toBe(false);
    expect(verdict.row).not.toMatch(/widowed|household_1|Example/i);
  });
});
