import type { Field, ScalarField } from '../../../lambdas/shared/contracts/contract';
import { random } from '../../sql/history';

export interface Draw {
  /** A whole number from 0, below this. */
  (below: number): number;
  /** On which everything happens. */
  readonly days: readonly string[];
}
export const drawer = (seed: number, days: readonly string[]): Draw =>
  Object.assign(random(Math.imul(seed + 1, 2_654_435_761)), { days });

export function pick<T>(draw: Draw, list: readonly T[]): T {
  const found = list[draw(list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Days where calendars go wrong: ends of months and years, leap days, weeks that cross years, changes of the clock. */
const DAYS = [
  ...['2024-02-29', '2024-12-30', '2025-01-01', '2025-02-28', '2025-03-30', '2025-03-31'],
  ...['2025-10-26', '2025-12-29', '2025-12-31', '2026-01-01', '2026-01-04', '2026-01-05'],
  ...['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-29', '2026-03-30'],
] as const;
const DAYS_OF_A_SEED = 5;
const ALL_DAYS_EVERY = 10;
/** A few days, others with each seed, so that much happens on each; with every tenth seed all of them. */
export const daysOf = (seed: number): readonly string[] =>
  seed % ALL_DAYS_EVERY === 0
    ? DAYS
    : DAYS.map((_, at) => DAYS[(seed + at) % DAYS.length] ?? '').slice(0, DAYS_OF_A_SEED);
const CLOCKS = [
  ...['00:00:00Z', '23:59:59.999Z', '12:00:00Z', '01:30:00Z', '00:59:59.999Z', '22:30:00Z'],
  ...['08:15:30.5+02:00', '23:30:00-05:00', '05:00:00.001+05:30', '12:00:00.000Z'],
];
/** What text holds in the wild: quotes, wildcards, words that look like none, other alphabets, case, spaces. */
const TEXTS = [
  ...['a', 'A', 'b', 'Zürich', 'zürich', '日本', '😀', "O'Brien", '"quoted"', '100%', 'a_b', 'a|b'],
  ...['a,b', 'a;b', 'a\\b', 'NULL', 'null', '(unknown)', 'unknown', '(none)', '0', '007', '1e3'],
  ...['x y', 'ß', 'İ', 'é', 'e\u0301', '-', '~', '5411', '6011', '0000', 'DE', '#REF!', '$1', '{}'],
];
const AMOUNTS = [
  ...['0', '0.00', '0.01', '0.1', '1', '1.00', '2', '3.33', '9.99', '10', '19.90', '99.95'],
  ...[
    '100',
    '250',
    '999.99',
    '1000',
    '1000.01',
    '9000',
    '9999.99',
    '10000',
    '10000.01',
    '12345.67',
  ],
];
const FINE = ['0.0001', '0.3333', '1.2345', '0.5', '2.675'];
const LISTS = {
  currency: ['EUR', 'EUR', 'EUR', 'USD', 'USD', 'GBP', 'JPY'],
  country: ['DE', 'DE', 'FR', 'US', 'GB', 'CH'],
  time_zone: ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'],
} as const;

/** Half of what happens: rare states alone would leave most tables empty. */
const USUAL = new Set(['COMPLETED', 'sale']);

/** Few names for each kind of thing: records of one kind meet those of another. */
function named(draw: Draw, name: string): string {
  const kinds = ['product', 'store', 'customer', 'account', 'seller', 'supplier', 'transaction'];
  const kind = kinds.find((word) => name.includes(word)) ?? name;
  if (draw(40) === 0) return pick(draw, TEXTS);
  return `${kind}-${draw(kind === 'transaction' ? 60 : 9)}`;
}

const fits = (value: string, field: Extract<ScalarField, { kind: 'text' }>): boolean =>
  value.length >= (field.minLength ?? 0) &&
  value.length <= (field.maxLength ?? Infinity) &&
  new RegExp(field.pattern ?? '', 'u').test(value);

function textOf(draw: Draw, name: string, field: Extract<ScalarField, { kind: 'text' }>): string {
  const usual = field.values?.find((value) => USUAL.has(value));
  if (usual !== undefined && draw(2) === 0) return usual;
  if (field.values !== undefined) return pick(draw, field.values);
  if (name === 'source_system') return pick(draw, ['shop', 'bank']);
  if (/(_id|_account)$/.test(name)) return named(draw, name);
  const fitting = TEXTS.filter((value) => fits(value, field));
  return fitting.length === 0 ? 'x'.repeat(field.minLength ?? 1) : pick(draw, fitting);
}

function scalar(draw: Draw, name: string, field: ScalarField): unknown {
  switch (field.kind) {
    case 'text':
      return textOf(draw, name, field);
    case 'decimal': {
      const value = pick(draw, draw(12) === 0 ? FINE : AMOUNTS);
      return field.min === undefined && draw(5) === 0 ? `-${value}` : value;
    }
    case 'integer':
      return pick(draw, [field.min ?? -3, (field.min ?? 0) + 1, Math.min(field.max ?? 7, 7)]);
    case 'boolean':
      return draw(2) === 0;
    case 'instant':
      return `${pick(draw, draw.days)}T${pick(draw, CLOCKS)}`;
    case 'date':
      return pick(draw, draw.days);
    case 'code':
      return pick(draw, LISTS[field.list]);
  }
}

/** Optional fields are there two times of three; numbers of cards never: prod refuses them. */
const isThere = (draw: Draw, { required, pii }: Field): boolean =>
  pii !== 'card' && (required === true || draw(3) > 0);

export function members(
  draw: Draw,
  fields: Readonly<Record<string, Field>>,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!isThere(draw, field)) continue;
    if (field.kind === 'map') record[name] = draw(2) === 0 ? {} : { note: pick(draw, TEXTS) };
    else if (field.kind === 'list') {
      record[name] = Array.from({ length: draw(4) }, () => members(draw, field.fields));
    } else record[name] = scalar(draw, name, field);
  }
  return record;
}
