type Fields = Readonly<Record<string, unknown>>;
/** Spoils a good sale; `now` is in epoch milliseconds. */
type Spoil = (record: Fields, now: number) => string | Uint8Array;

const DAY = 86_400_000;
const json = (record: Fields): string => JSON.stringify(record);
const without = (record: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
const iso = (time: number): string => new Date(time).toISOString();
/** Inserts raw text behind the first brace, for what JSON.stringify would never write. */
const withRaw = (record: Fields, raw: string): string => `{${raw},${json(record).slice(1)}`;

/** What producers really send when something is wrong, with the reason code that the gate must give. */
export const BAD_KINDS: Readonly<Record<string, { readonly code: string; readonly spoil: Spoil }>> =
  {
    'cut off': { code: 'record.not_json', spoil: (record) => json(record).slice(0, -20) },
    'no JSON at all': { code: 'record.not_json', spoil: () => 'amount=13.50;currency=USD' },
    'a list': { code: 'record.not_object', spoil: (record) => `[${json(record)}]` },
    'bytes that are no UTF-8': {
      code: 'record.not_utf8',
      spoil: (record) => Buffer.from(json({ ...record, note: 'café' }), 'latin1'),
    },
    'a byte order mark': {
      code: 'record.byte_order_mark',
      spoil: (record) => `\ufeff${json(record)}`,
    },
    'nested too deep': {
      code: 'record.too_deep',
      spoil: (record) => withRaw(record, `"deep":${'['.repeat(60)}${']'.repeat(60)}`),
    },
    'a key twice': { code: 'key.duplicate', spoil: (record) => withRaw(record, '"amount":"1.00"') },
    'a forbidden key': {
      code: 'key.forbidden',
      spoil: (record) => withRaw(record, '"__proto__":{}'),
    },
    'half a surrogate pair': {
      code: 'string.lone_surrogate',
      spoil: (record) => withRaw(record, '"note":"\\ud83d"'),
    },
    'a number beyond doubles': {
      code: 'number.not_finite',
      spoil: (record) => withRaw(without(record, 'amount'), '"amount":1e400'),
    },
    'too many digits': {
      code: 'number.precision',
      spoil: (record) => withRaw(without(record, 'amount'), '"amount":12345678901234567.89'),
    },
    'no id': { code: 'field.missing', spoil: (record) => json(without(record, 'transaction_id')) },
    'no store at the till': {
      code: 'field.required_here',
      spoil: (record) => json({ ...without(record, 'store_id'), channel: 'pos' }),
    },
    'an unknown type': { code: 'text.value', spoil: (record) => json({ ...record, type: 'swap' }) },
    'an unknown currency': {
      code: 'code.unknown',
      spoil: (record) => json({ ...record, currency: 'XQZ' }),
    },
    'a negative amount': {
      code: 'decimal.range',
      spoil: (record) => json({ ...record, amount: '-5.00' }),
    },
    'a decimal comma': {
      code: 'decimal.form',
      spoil: (record) => json({ ...record, amount: '13,50' }),
    },
    'parts of a cent': {
      code: 'amount.minor_units',
      spoil: (record) => json({ ...record, amount: '13.505', items: undefined, type: 'fee' }),
    },
    'lines that do not sum up': {
      code: 'items.sum',
      spoil: (record) => json({ ...record, amount: '987654' }),
    },
    'a day that is not in the calendar': {
      code: 'instant.form',
      spoil: (record) => json({ ...record, transaction_time: '2026-02-30T10:00:00Z' }),
    },
    'a time without a zone': {
      code: 'instant.form',
      spoil: (record, now) => json({ ...record, event_time: iso(now).slice(0, -1) }),
    },
    'a clock that runs ahead': {
      code: 'time.too_new',
      spoil: (record, now) => json({ ...record, event_time: iso(now + 3 * 3_600_000) }),
    },
    'from long ago': {
      code: 'time.too_old',
      spoil: (record, now) => json({ ...record, event_time: iso(now - 60 * DAY) }),
    },
    'a card number in a text': {
      code: 'card.misplaced',
      // The test number that card schemes publish.
      spoil: (record) => json({ ...record, attributes: { note: 'paid with 4111111111111111' } }),
    },
  };

const KINDS = Object.keys(BAD_KINDS);

/** A record that must be rejected, made of a good one. Kinds take turns, so that a few dozen show them all. */
export function badRecord(
  record: Fields,
  at: number,
  now: number,
): { readonly kind: string; readonly data: Uint8Array } {
  const kind = KINDS[at % KINDS.length] ?? 'cut off';
  const data = BAD_KINDS[kind]?.spoil(record, now) ?? '';
  return { kind, data: typeof data === 'string' ? Buffer.from(data) : data };
}
