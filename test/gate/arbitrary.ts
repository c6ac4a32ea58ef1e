import fc from 'fast-check';

/** When the tests' records arrive. */
export const NOW = Date.UTC(2026, 5, 15, 12);
const DAY_MS = 86_400_000;

type Members = Readonly<Record<string, unknown>>;

const money = (maxCents: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: maxCents }).map((cents) => (cents / 100).toFixed(2));
const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,10}$/);
/** Anything that may stand in a free text, with what breaks software more often than letters do. */
const freeText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('"', '\\', '\n', '\u2028', 'é', 'e\u0301', '😀', '{"a":1}', "o'neill", '\u0000'),
);
const instantBefore = (days: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: 0, max: days * DAY_MS })
    .map((back) => new Date(NOW - back))
    .chain((time) =>
      fc.constantFrom(
        time.toISOString(),
        time.toISOString().replace(/\.[0-9]{3}Z$/, 'Z'),
        time.toISOString().replace('Z', '123+00:00'),
        new Date(time.getTime() + 7_200_000).toISOString().replace('Z', '+02:00'),
      ),
    );
const maybe = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Members> =>
  fc.record(members, { requiredKeys: [] });

const item = fc
  .record({ product_id: id, cents: fc.integer({ min: 0, max: 99_999 }), quantity: fc.nat(32_623) })
  .chain(({ product_id, cents, quantity }) =>
    fc.record({
      product_id: fc.constant(product_id),
      quantity: fc.constantFrom<string | number>(quantity, String(quantity), `${quantity}.50`),
      line_amount: fc.constantFrom<string | number>((cents / 100).toFixed(2), cents / 100),
    }),
  );

const head = {
  transaction_id: id,
  source_system: fc.constantFrom('pos-north', 'web', 'core.banking'),
  transaction_time: instantBefore(300),
  event_time: instantBefore(20),
  status: fc.constantFrom('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED'),
};
const optional = maybe({
  customer_id: id,
  country: fc.constantFrom('DE', 'US', 'JP'),
  mcc: fc.constantFrom('5411', '0742'),
  value_date: fc.constantFrom('2026-06-01', '2024-02-29'),
  time_zone: fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC'),
  business_date: fc.constant('2026-06-14'),
  merchant_id: id,
  promised_at: instantBefore(5),
  balance_after: fc.constantFrom<unknown>('-12.50', 0, '1000000', 3.25, null),
  attributes: fc.dictionary(freeText, freeText, { maxKeys: 4 }),
});

const total = (items: readonly { readonly line_amount: string | number }[]): string =>
  (items.reduce((sum, line) => sum + Math.round(Number(line.line_amount) * 100), 0) / 100).toFixed(
    2,
  );

const sale = fc
  .record({ ...head, items: fc.array(item, { minLength: 1, maxLength: 4 }), store_id: id })
  .map((record) => ({
    ...record,
    type: 'sale',
    channel: 'pos',
    currency: 'EUR',
    amount: total(record.items),
  }));
const transfer = fc
  .record({ ...head, account_id: id, counterparty_account: id, amount: money(99_999_999) })
  .map((record) => ({
    ...record,
    type: 'transfer',
    channel: 'app',
    currency: 'USD',
    direction: 'debit',
  }));
const transactions = fc.tuple(fc.oneof(sale, transfer), optional).map(([record, extra]) => ({
  ...record,
  ...extra,
}));

const system = fc.constantFrom('pos-north', 'web', 'core.banking');
const day = {
  time_zone: fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC'),
  business_date: fc.constant('2026-06-14'),
};

const movement = fc
  .record({
    movement_id: id,
    source_system: system,
    movement_time: instantBefore(300),
    event_time: instantBefore(20),
    product_id: id,
    store_id: id,
    units: fc.nat(99_999),
    type: fc.constantFrom('receipt', 'sale', 'adjustment', 'write_off', 'count'),
  })
  .map(({ units, ...record }) => ({
    ...record,
    quantity: ['sale', 'write_off'].includes(record.type) && units > 0 ? `-${units}.5` : units,
    ...(record.type === 'count' && { stock_after: '12.5' }),
  }));
const stockMovements = fc
  .tuple(
    movement,
    maybe({
      ...day,
      lot: id,
      supplier_id: id,
      expires_on: fc.constant('2026-12-31'),
      attributes: fc.dictionary(id, id, { maxKeys: 4 }),
    }),
  )
  .map(([record, extra]) => ({ ...record, ...extra }));

const person = {
  event_id: id,
  source_system: system,
  customer_id: id,
  event_time: instantBefore(20),
};
const place = {
  ...day,
  channel: fc.constantFrom('web', 'app'),
  device: fc.constantFrom('mobile', 'desktop'),
  country: fc.constantFrom('DE', 'US', 'JP'),
};
const customerUpdates = fc
  .tuple(
    fc.oneof(
      fc.record({
        ...person,
        event_type: fc.constant('login'),
        outcome: fc.constantFrom('success', 'failure'),
      }),
      fc.record({
        ...person,
        event_type: fc.constant('profile_update'),
        email: id.map((name) => `${name}@example.org`),
        segment: freeText,
      }),
    ),
    maybe({ ...place, has_marketing_consent: fc.boolean(), age_band: fc.constant('65+') }),
  )
  .map(([record, extra]) => ({ ...record, ...extra }));

const OTHERS: Readonly<Record<string, fc.Arbitrary<Members>>> = {
  stock_movements: stockMovements,
  customer_updates: customerUpdates,
  customers: fc.record({ customer_id: id, age_band: fc.constant('65+') }),
  accounts: fc.record({
    account_id: id,
    currency: fc.constant('CZK'),
    interest_rate: fc.constant('0.0125'),
  }),
  products: fc.record({ product_id: id, name: freeText, cost: money(9999) }),
  stores: fc.record({ store_id: id, country: fc.constant('DE'), is_active: fc.boolean() }),
  fx_rates: fc.record({
    base: fc.constant('EUR'),
    quote: fc.constant('USD'),
    rate: fc.constantFrom('1.0842', 1.0842),
    rate_date: fc.constant('2026-06-12'),
  }),
  sellers: fc.record({ seller_id: id, name: freeText, country: fc.constant('BR') }),
  reviews: fc.record({
    review_id: id,
    source_system: system,
    customer_id: id,
    score: fc.constantFrom('1', 5),
    text: freeText,
    reviewed_at: instantBefore(300),
  }),
  holidays: fc.record({
    country: fc.constant('DE'),
    holiday_date: fc.constant('2026-05-01'),
    name: freeText,
  }),
  countries: fc.record({ country: fc.constant('DE'), is_eu: fc.boolean(), name: freeText }),
};

/** Records that the gate accepts of a contract. */
export const validRecord = (table: string): fc.Arbitrary<Members> => OTHERS[table] ?? transactions;
