import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, columnsOf, judge, openGate, origin, SALE, tokens, TRANSFER } from './door';

const CARDS = [
  '4111111111111111',
  '4012888888881881',
  '4222222222222',
  '5555555555554444',
  '5105105105105100',
  '2223003122003222',
  '378282246310005',
  '371449635398431',
  '30569309025904',
  '38520000023237',
  '6011111111111117',
  '6011000990139424',
  '3530111333300000',
  '3566002020360505',
  '6200000000000005',
  '4000056655665556',
  '4242424242424242',
  '5200828282828210',
  '6759649826438453',
  '5018000000000009',
];
const MAILS = [
  'ann.lee@example.com',
  'bob+shop@mail.example.org',
  'x_y@sub.example.co.uk',
  'o@example.io',
  'maría@example.es',
];
const spelled = (card: string): readonly string[] => [
  card,
  card.replace(/(.{4})(?=.)/g, '$1 '),
  card.replace(/(.{4})(?=.)/g, '$1-'),
  `card ${card} 12/26`,
];

type Plant = (secret: string) => unknown;
const BAD = { ...SALE, amount: '-1', channel: 'POS' };
const PLANTS: readonly Plant[] = [
  (secret) => ({ ...BAD, transaction_id: secret }),
  (secret) => ({ ...BAD, source_system: secret }),
  (secret) => ({ ...BAD, customer_id: secret }),
  (secret) => ({ ...BAD, store_id: secret }),
  (secret) => ({ ...BAD, currency: secret }),
  (secret) => ({ ...BAD, amount: secret }),
  (secret) => ({ ...BAD, tax: secret }),
  (secret) => ({ ...BAD, event_time: secret }),
  (secret) => ({ ...BAD, time_zone: secret }),
  (secret) => ({ ...BAD, items: [{ product_id: secret, quantity: 1, line_amount: secret }] }),
  (secret) => ({ ...BAD, items: [secret] }),
  (secret) => ({ ...BAD, items: secret }),
  (secret) => ({ ...BAD, payments: [{ method: secret, amount: '1' }] }),
  (secret) => ({ ...BAD, attributes: { note: secret, [secret]: 'x' } }),
  (secret) => ({ ...BAD, card_number: secret }),
  (secret) => ({ ...BAD, [secret]: { deep: [secret] } }),
  (secret) => ({ ...BAD, items: [{ [secret]: secret }] }),
  (secret) => [secret],
  (secret) => secret,
  (secret) => ({ ...BAD, mcc: secret, merchant_id: secret, seller_id: secret }),
];

/** Letters and digits in a row, as a search would look for them. */
const traces = (secret: string): readonly string[] =>
  secret.includes('@')
    ? [secret, secret.split('@')[0] ?? '']
    : [secret, secret.replace(/[^0-9]/g, '')];

describe('personal data in bad records', () => {
  const secrets = [...CARDS.flatMap(spelled), ...MAILS];
  const planted = secrets.flatMap((secret, at) =>
    PLANTS.map((plant, place) => ({ secret, text: JSON.stringify(plant(secret)), at, place })),
  );

  it('is planted more than 200 times and shown never', () => {
    let leaks = 0;

    for (const { secret, text } of planted) {
      const spoiled = [text, `${text},`, text.replace('{', '{"a":1,"a":1,')];
      for (const record of spoiled) {
        const verdict = judge(record);
        expect(verdict.accepted).toBe(false);
        const shown = JSON.stringify(verdict);
        leaks += traces(secret).filter((trace) => trace.length > 3 && shown.includes(trace)).length;
      }
    }

    expect(planted.length).toBeGreaterThan(1500);
    expect(leaks).toBe(0);
  });

  it('is found wherever it stands in a good record, however it is grouped', () => {
    const places: readonly Plant[] = [
      (secret) => ({ ...SALE, transaction_id: secret }),
      (secret) => ({ ...SALE, customer_id: secret }),
      (secret) => ({ ...SALE, attributes: { note: secret } }),
      (secret) => ({ ...SALE, note: [secret] }),
    ];

    const missed = CARDS.flatMap(spelled).flatMap((secret) =>
      places.filter((place) => judge(JSON.stringify(place(secret))).accepted).map(() => secret),
    );

    expect(missed).toEqual([]);
  });
});

describe('identifiers of people', () => {
  it('become tokens of their domain', () => {
    expect(accepted(SALE)['customer_id']).toBe(tokens.token('customer', 'household_1'));
    expect(accepted(TRANSFER)).toMatchObject({
      account_id: tokens.token('account', 'acc_1'),
      counterparty_account: tokens.token('account', 'acc_2'),
    });
    expect(tokens.token('customer', 'x')).toMatch(/^c1_[A-Za-z0-9_-]{22}$/);
    expect(tokens.token('customer', 'x')).not.toBe(tokens.token('account', 'x'));
  });

  it('join across datasets', () => {
    const customer = accepted(
      { customer_id: 'HOUSEHOLD_1', email: 'Ann@Example.com' },
      'customers',
    );

    expect(customer['customer_id']).toBe(accepted(SALE)['customer_id']);
    expect(customer['email']).toBe(tokens.token('email', 'ann@example.com'));
    expect(JSON.stringify(customer).toLowerCase()).not.toContain('household_1');
  });

  it('are the same however people type them', () => {
    const spellings = ['José  Ñ 7', ' jose\u0301 n\u0303 7 ', 'JOSÉ Ñ 7', 'jose\u0301\u00a0Ñ 7'];
    const made = spellings.map((customer_id) => accepted({ ...SALE, customer_id })['customer_id']);
    const ibans = ['DE89 3704 0044 0532 0130 00', 'de89370400440532013000'];
    const accounts = ibans.map((account_id) => accepted({ ...TRANSFER, account_id })['account_id']);

    expect(new Set(made).size).toBe(1);
    expect(new Set(accounts).size).toBe(1);
  });

  it('never stand in a row in clear', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{8}[0-9]{4}$/), (secret) => {
        const row = JSON.stringify([
          accepted({ ...SALE, customer_id: secret }),
          accepted({ ...TRANSFER, account_id: secret, counterparty_account: secret }),
        ]);
        expect(row).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });
});

describe('card numbers where an environment accepts them', () => {
  const gate = openGate('transactions', { cardNumbers: { accept: true, reason: 'settlement' } });
  const verdictOf = (card_number: string): ReturnType<typeof gate.judge> =>
    gate.judge(Buffer.from(JSON.stringify({ ...SALE, card_number })), origin);

  it('become their last four digits and a token', () => {
    const verdict = verdictOf('4111 1111 1111 1111');

    expect(verdict.accepted).toBe(true);
    expect(columnsOf(verdict.row)).toMatchObject({
      card_last4: '1111',
      card_token: tokens.token('card', '4111111111111111'),
    });
    expect(verdict.row).not.toMatch(/4111.?1111/);
    expect(columnsOf(verdict.row)).not.toHaveProperty('card_number');
  });

  it('must pass Luhn', () => {
    const verdict = verdictOf('4111111111111112');

    expect(verdict.accepted ? [] : verdict.reasons).toEqual([
      { code: 'card.invalid', path: 'card_number' },
    ]);
    expect(verdict.row).not.toContain('41111');
  });
});

describe('quarantine', () => {
  it('shows plain values of fields that passed, and only the outline of others', () => {
    const verdict = judge(
      JSON.stringify({ ...SALE, channel: 'shop', note: 'x', attributes: { a: 'secret' } }),
    );
    const redacted: unknown = JSON.parse(String(columnsOf(verdict.row)['redacted']));

    expect(redacted).toMatchObject({
      transaction_id: { type: 'string', length: 5, value: 'txn_1' },
      channel: { type: 'string', length: 4 },
      customer_id: { type: 'string', length: 11 },
      attributes: { type: 'object', length: 1 },
      amount: { value: '12.50' },
      items: { type: 'array', length: 2, elements: [{ product_id: { value: 'p1' } }, {}] },
      '?': { type: 'unknown', length: 1 },
    });
    expect(JSON.stringify(redacted)).not.toMatch(/shop|household|secret/);
  });

  it('says what, why and where', () => {
    const columns = columnsOf(judge('{"a":1,}').row);

    expect(columns).toMatchObject({
      dataset: 'transactions',
      reason_codes: 'record.not_json',
      reasons: '[{"code":"record.not_json","path":"","detail":"position 7"}]',
      redacted: '{}',
      length: 8,
      _sequence: origin.sequence,
    });
  });
});
