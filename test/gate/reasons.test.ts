import { describe, expect, it } from 'vitest';
import { REASONS, WARNINGS } from '../../lambdas/shared/gate/reasons';
import {
  accepted,
  codesOf,
  columnsOf,
  fileOrigin,
  judge,
  openGate,
  origin,
  SALE,
  TRANSFER,
} from './door';

const sale = (members: object): object => ({ ...SALE, ...members });
const transfer = (members: object): object => ({ ...TRANSFER, ...members });
const withItem = (members: object): object =>
  sale({ items: [{ product_id: 'p', quantity: 1, line_amount: '12.50', ...members }] });
const nested = (depth: number): string =>
  `${JSON.stringify(SALE).slice(0, -1)},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const raw = (name: string, json: string): string =>
  `${JSON.stringify(SALE).slice(0, -1)},"${name}":${json}}`;
const manyKeys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

/** Each reason by the smallest record that has it, and it alone. */
const EXAMPLES: Readonly<Record<string, readonly (object | string)[]>> = {
  'record.empty': [''],
  'record.too_large': [sale({ note: 'x'.repeat(262_144) })],
  'record.byte_order_mark': [`\ufeff${JSON.stringify(SALE)}`],
  'record.not_json': ['{"a":1,}', 'NaN', '{"a":01}', `${JSON.stringify(SALE)} {}`, '\u0000', '{'],
  'record.not_object': ['[]', '1', '"text"', 'null', 'true'],
  'record.too_deep': [nested(32), nested(50_000)],
  'record.too_many_keys': [sale({ x: manyKeys(201) })],
  'record.too_many_elements': [sale({ x: Array.from({ length: 1001 }, () => 0) })],
  'key.duplicate': [raw('amount', '"12.50"'), raw('x', '{"a":1,"\\u0061":2}')],
  'key.forbidden': [
    raw('__proto__', '{"x":1}'),
    raw('x', '{"constructor":1}'),
    raw('x', '[{"prototype":1}]'),
  ],
  'string.lone_surrogate': [raw('x', '"\\ud800"'), raw('x', '{"\\udc00":1}')],
  'number.precision': [
    raw('x', '0.30000000000000004'),
    raw('x', '9007199254740993'),
    raw('x', '12345678901234567890'),
    raw('x', '1e-400'),
  ],
  'number.not_finite': [raw('x', '1e400'), raw('x', '-1e400')],
  'field.missing': [
    sale({ transaction_id: undefined }),
    sale({ amount: null }),
    withItem({ product_id: null }),
  ],
  'field.required_here': [
    transfer({ account_id: undefined }),
    transfer({ direction: null }),
    transfer({ type: 'fee', account_id: undefined }),
    sale({ store_id: undefined }),
    sale({ items: undefined }),
    sale({ items: [] }),
    sale({ type: 'refund' }),
    sale({ status: 'REVERSED' }),
  ],
  'field.type': [
    sale({ transaction_id: 1 }),
    sale({ amount: true }),
    sale({ items: 'none' }),
    sale({ items: {} }),
    sale({ attributes: [] }),
    sale({ attributes: { floor: 3 } }),
    sale({ promised_at: 1 }),
    sale({ value_date: 1 }),
    sale({ country: 1 }),
  ],
  'text.length': [
    sale({ transaction_id: '' }),
    sale({ transaction_id: 'x'.repeat(129) }),
    sale({ attributes: { note: 'x'.repeat(4097) } }),
    sale({ attributes: { ['x'.repeat(129)]: '' } }),
  ],
  'text.pattern': [
    sale({ source_system: 'pos north' }),
    sale({ transaction_id: ' x' }),
    sale({ transaction_id: 'x\n' }),
    sale({ customer_id: '   ' }),
    sale({ mcc: 'abcd' }),
  ],
  'text.value': [sale({ channel: 'POS' }), sale({ status: 'completed' })],
  'decimal.form': [
    sale({ tax: '1,5' }),
    sale({ tax: '1e2' }),
    sale({ tax: '+1' }),
    sale({ tax: '007' }),
    sale({ tax: '.5' }),
    sale({ tax: '' }),
    sale({ tax: 'NaN' }),
  ],
  'decimal.scale': [
    sale({ tax: '0.00001' }),
    raw('tax', '1e-5'),
    withItem({ unit_price: '1.23456' }),
  ],
  'decimal.range': [
    sale({ tax: '-0.01' }),
    sale({ tax: '100000000000000' }),
    raw('tax', '1e20'),
    raw('tax', '1e300'),
    withItem({ quantity: '-1' }),
  ],
  'integer.form': [sale({ payments: [{ method: 'card', amount: '12.50', installments: 1.5 }] })],
  'integer.range': [sale({ payments: [{ method: 'card', amount: '12.50', installments: -1 }] })],
  'instant.form': [
    sale({ promised_at: '2026-06-15' }),
    sale({ promised_at: '2026-06-15T10:00:00' }),
    sale({ promised_at: '2026-06-15 10:00:00Z' }),
    sale({ promised_at: '2026-02-29T10:00:00Z' }),
    sale({ promised_at: '2026-06-15T24:00:00Z' }),
    sale({ promised_at: '2026-06-15T10:00:60Z' }),
    sale({ promised_at: '2026-06-15T10:00:00.Z' }),
    sale({ promised_at: '2026-06-15T10:00:00.1234567890Z' }),
    sale({ promised_at: '2026-06-15T10:00:00+2' }),
    sale({ promised_at: '2026-06-15T10:00:00+24:00' }),
    sale({ promised_at: '1899-12-31T10:00:00Z' }),
  ],
  'date.form': [
    sale({ value_date: '2026-02-30' }),
    sale({ value_date: '15.06.2026' }),
    sale({ value_date: '' }),
  ],
  'code.unknown': [
    sale({ country: 'ZZ' }),
    sale({ currency: 'ZZZ' }),
    sale({ time_zone: 'Europe/Bonn' }),
  ],
  'list.too_long': [
    sale({ payments: Array.from({ length: 101 }, () => ({ method: 'm', amount: '0' })) }),
  ],
  'map.too_many_keys': [
    sale({ attributes: Object.fromEntries(Object.keys(manyKeys(51)).map((k) => [k, 'x'])) }),
  ],
  'card.misplaced': [
    sale({ merchant_id: '4111111111111111' }),
    sale({ customer_id: '4111-1111-1111-1111' }),
    sale({ attributes: { note: 'paid by 5555 5555 5555 4444 12/26' } }),
    sale({ attributes: { '378282246310005': 'x' } }),
    sale({ note: [{ deep: ['6011111111111117'] }] }),
    raw('note', '378282246310005'),
    withItem({ product_id: 'p4222222222222' }),
  ],
  'card.refused': [sale({ card_number: '4111 1111 1111 1111' })],
  'currency.withdrawn': [sale({ currency: 'HRK' })],
  'amount.minor_units': [
    sale({ amount: '12.505', items: [{ product_id: 'p', quantity: 1, line_amount: '12.505' }] }),
    sale({ amount: '12.5', currency: 'JPY' }),
  ],
  'items.sum': [
    sale({ amount: '12.52' }),
    withItem({ line_amount: '12.51' }),
    sale({ amount: '0' }),
    sale({
      amount: '12.50',
      tax: '1.00',
      items: [{ product_id: 'p', quantity: 1, line_amount: '11.00' }],
    }),
  ],
  'time.too_old': [
    sale({ event_time: '2026-05-11T10:00:00Z', transaction_time: '2026-05-11T10:00:00Z' }),
    sale({ transaction_time: '2025-05-01T10:00:00Z' }),
    sale({ business_date: '2025-01-01' }),
  ],
  'time.too_new': [
    sale({ event_time: '2026-06-15T12:06:00Z' }),
    sale({ business_date: '2026-06-17' }),
  ],
};

describe.each(Object.entries(EXAMPLES))('the reason %s', (code, records) => {
  it.each(records.map((record, at) => [at + 1, record] as const))(
    'is found, example %i',
    (_, record) => {
      expect(codesOf(record)).toEqual([code]);
    },
  );
});

describe('the list of reasons', () => {
  it('has an example each, but for those that need another door, setting or a broken gate', () => {
    const elsewhere = [
      'record.not_utf8',
      'field.unknown',
      'card.invalid',
      'quantity.sign',
      'gate.fault',
    ];
    const ofFiles = Object.keys(REASONS).filter((code) => code.startsWith('source.'));

    expect([...Object.keys(EXAMPLES), ...elsewhere, ...ofFiles].sort()).toEqual(
      Object.keys(REASONS).sort(),
    );
  });

  it('holds what cannot be written as text: bad UTF-8', () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x22, 0xe9, 0x22]]) {
      const verdict = judge(Uint8Array.from(bytes));
      expect(verdict.accepted ? [] : verdict.reasons.map(({ code }) => code)).toEqual([
        'record.not_utf8',
      ]);
    }
  });

  it('refuses unknown fields where the environment is strict', () => {
    const strict = openGate('transactions', { schemaMode: 'strict' });
    const verdict = strict.judge(Buffer.from(JSON.stringify(sale({ colour: 'red' }))), origin);

    expect(verdict.accepted ? [] : verdict.reasons).toEqual([{ code: 'field.unknown', path: '?' }]);
  });

  it('reports every violation of a record, with its place', () => {
    const verdict = judge(
      '{"amount":"1,5","amount":"2","channel":"POS","__proto__":{},"x":1e999,"items":[{"quantity":-1}],"currency":"EUR"}',
    );

    expect(
      verdict.accepted ? [] : verdict.reasons.map(({ code, path }) => `${code} ${path}`).sort(),
    ).toEqual(
      [
        'key.duplicate amount',
        'key.forbidden ?',
        'number.not_finite ?',
        'text.value channel',
        'decimal.range items[0].quantity',
        'field.missing event_time',
        'field.missing items[0].line_amount',
        'field.missing items[0].product_id',
        'field.missing source_system',
        'field.missing status',
        'field.missing transaction_id',
        'field.missing transaction_time',
        'field.missing type',
      ].sort(),
    );
  });

  it('stops at a hundred reasons', () => {
    const items = Array.from({ length: 900 }, () => ({}));
    const verdict = judge(JSON.stringify(sale({ items })));

    expect(verdict.accepted ? 0 : verdict.reasons.length).toBe(100);
  });
});

describe('real oddities are accepted', () => {
  it.each([
    [
      'a basket worth nothing',
      sale({ amount: '0', items: [{ product_id: 'p', quantity: 0, line_amount: 0 }] }),
    ],
    ['a line without quantity', withItem({ quantity: '0' })],
    ['fuel in units', withItem({ quantity: 32_623 })],
    [
      'a line that gives money back',
      sale({
        items: [
          { product_id: 'a', quantity: 1, line_amount: '15.00' },
          { product_id: 'voucher', quantity: 1, line_amount: '-2.50' },
        ],
      }),
    ],
    ['an amount with zeros to spare', sale({ amount: '12.5000' })],
    [
      'yen written with places',
      sale({
        currency: 'JPY',
        amount: '12.00',
        items: [{ product_id: 'p', quantity: 1, line_amount: 12 }],
      }),
    ],
    [
      'a rounding cent over two lines',
      sale({
        items: [
          { product_id: 'a', quantity: 1, line_amount: '6.245' },
          { product_id: 'b', quantity: 1, line_amount: '6.245' },
        ],
      }),
    ],
    [
      'tax on top of the lines',
      sale({ tax: '2.50', items: [{ product_id: 'a', quantity: 1, line_amount: '10.00' }] }),
    ],
    ['a refund with its sale', sale({ type: 'refund', original_transaction_id: 't0' })],
    ['nulls for what is absent', sale({ account_id: null, payments: null, attributes: null })],
    ['a nested document of 32 levels', nested(31)],
    ['an IBAN', transfer({ account_id: 'DE89 3704 0044 0532 0130 00' })],
    ['a UUID', sale({ transaction_id: '4111111a-1111-4111-8111-111111111111' })],
    ['an article number that begins like a card', withItem({ product_id: '4006381333931' })],
    ['a snowflake id', sale({ transaction_id: '1541815603606036480' })],
  ])('%s', (_, record) => {
    expect(codesOf(record)).toEqual([]);
  });

  it('old records by file, which has no window', () => {
    const old = sale({
      currency: 'HRK',
      transaction_time: '1997-01-01T00:00:00Z',
      event_time: '1997-01-01T00:00:00Z',
    });

    expect(codesOf(old, 'transactions', fileOrigin)).toEqual([]);
    expect(codesOf(old)).toEqual(['time.too_old']);
  });
});

describe('oddities that are recorded', () => {
  it.each([
    ['payments.sum', sale({ payments: [{ method: 'cash', amount: '1.00' }] })],
    ['time.order', sale({ event_time: '2026-06-15T09:00:00Z' })],
  ])('%s', (code, record) => {
    expect(Object.keys(WARNINGS)).toContain(code);
    expect(accepted(record)['data_quality_flag']).toBe(`warn:${code}`);
    expect(accepted(SALE)['data_quality_flag']).toBe('ok');
  });

  it.each([
    ['refund', sale({ type: 'refund' })],
    ['reversal', sale({ status: 'REVERSED' })],
  ])('original.missing, of a %s by file; the stream rejects it', (_, record) => {
    const row = accepted(record, 'transactions', fileOrigin);

    expect(Object.keys(WARNINGS)).toContain('original.missing');
    expect(row['data_quality_flag']).toBe('warn:original.missing');
    expect(codesOf(record)).toEqual(['field.required_here']);
    const linked = { ...record, original_transaction_id: 't0' };
    expect(accepted(linked, 'transactions', fileOrigin)['data_quality_flag']).toBe('ok');
  });
});

describe('a row', () => {
  it('keeps decimals as they were written, in plain notation', () => {
    const text = raw('tax', '1.50E0').replace('"quantity":1,', '"quantity":1.0e2,');
    const row = accepted(text);

    expect(row['tax']).toBe('1.50');
    expect(row['items']).toContain('"quantity":"1.0e2"'.replace('1.0e2', '100'));
    expect(accepted(sale({ balance_after: '-0.00' }))['balance_after']).toBe('0.00');
    expect(accepted(sale({ tax: '2.500000' }))['tax']).toBe('2.5000');
    expect(accepted(raw('tax', '12.30'))['tax']).toBe('12.30');
  });

  it('holds instants in UTC with milliseconds', () => {
    const row = accepted(sale({ promised_at: '2026-06-15T10:00:00.98765+05:30' }));

    expect(row['promised_at']).toBe('2026-06-15T04:30:00.987Z');
  });

  it('keeps unknown fields as canonical JSON', () => {
    const row = accepted(
      raw('z', '{"b":1.50,"a":[null,true]}').replace(
        '"quantity":1,',
        '"quantity":1,"colour":"red",',
      ),
    );

    expect(row['_extra']).toBe('{"items":{"0":{"colour":"red"}},"z":{"a":[null,true],"b":1.50}}');
  });

  it('orders the members of items by the contract and attributes by name', () => {
    const row = accepted(
      sale({
        items: [{ line_amount: '12.50', quantity: 1, product_id: 'p' }],
        attributes: { b: '2', a: '1' },
      }),
    );

    expect(row['items']).toBe('[{"product_id":"p","quantity":"1","line_amount":"12.50"}]');
    expect(row['attributes']).toBe('{"a":"1","b":"2"}');
  });

  it('says where it came from', () => {
    expect(accepted(SALE)).toMatchObject({
      _door: 'stream',
      _shard: 'shardId-000000000000',
      _sequence: origin.sequence,
      _subsequence: 0,
      _contract_version: 1,
      _source: '',
      _ingested_at: origin.ingestedAt,
    });
  });

  it('has the same key by both doors and in every state', () => {
    const key = accepted(SALE)['_key64'];

    expect(key).toMatch(/^-?[0-9]+$/);
    expect(accepted(sale({ status: 'FAILED' }), 'transactions', fileOrigin)['_key64']).toBe(key);
    expect(accepted(sale({ transaction_id: 'txn_2' }))['_key64']).not.toBe(key);
    const rejected = judge(JSON.stringify(sale({ amount: '-1' })));
    expect(columnsOf(rejected.row)['_key64']).toBe(key);
  });
});
