import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { addDays } from '../../../lambdas/shared/models/slices';
import { Random } from '../../../samples/generate/random';
import type { Row } from '../../sql/lake';

/** Rows of gold.customer_daily under a name that the report shows. */
export interface Days {
  readonly name: string;
  readonly rows: readonly Row[];
}

const CDNOW = '../shared/data/cdnow-sample/CDNOW_sample.txt';
const CASE = 'test/fixtures/sql/customer_features/rhythms/given.yaml';
/** Around the first day of counted time, so that days before it are among them. */
const FIRST_DAY = '1969-06-01';
const SPAN = 900;

/** Customers of every habit: once, weekly, in bursts; days without a purchase, without money, with much of it. */
function randomDays(seed: number): readonly Row[] {
  const random = new Random(seed);
  return Array.from({ length: 300 }, (_, customer) => {
    const habit = random.pick([1, 3, 7, 30, 200]);
    const days = new Set(
      Array.from({ length: 1 + random.below(60) }, () => random.below(SPAN / habit) * habit),
    );
    return [...days].map((day) => ({
      customer_id: `c${customer}`,
      currency: random.pick(['EUR', 'EUR', 'USD']),
      business_date: addDays(FIRST_DAY, day),
      purchases: random.chance(0.1) ? 0 : 1 + random.below(3),
      purchase_amount: random.chance(0.1)
        ? '0.0000'
        : (random.logNormal(12, 3) / 10_000).toFixed(4),
    }));
  }).flat();
}

/** Days of the case that is counted by hand. */
function caseDays(): readonly Row[] {
  // A fixture of ours: its shape is proven by the SQL case running.
  const given = parse(readFileSync(CASE, 'utf8')) as {
    readonly defaults: Readonly<Record<string, Row>>;
    readonly tables: Readonly<Record<string, readonly Row[]>>;
  };
  const table = 'gold.customer_daily';
  return (given.tables[table] ?? []).map((row) => ({ ...given.defaults[table], ...row }));
}

/** Real purchases of 18 months, where they are at hand. */
function realDays(): readonly Row[] {
  const days = new Map<string, { readonly purchases: number; readonly cents: number }>();
  for (const line of readFileSync(CDNOW, 'latin1').split('\n')) {
    const [customer, , date = '', , dollars] = line.trim().split(/\s+/);
    if (dollars === undefined) continue;
    const key = `${customer}/${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    const { purchases = 0, cents = 0 } = days.get(key) ?? {};
    days.set(key, { purchases: purchases + 1, cents: cents + Math.round(Number(dollars) * 100) });
  }
  return [...days].map(([key, { purchases, cents }]) => {
    const [customer = '', day = ''] = key.split('/');
    const row = { customer_id: customer, currency: 'USD', business_date: day, purchases };
    return { ...row, purchase_amount: (cents / 100).toFixed(4) };
  });
}

export const allDays = (seeds: number): readonly Days[] => [
  { name: 'the case', rows: caseDays() },
  ...(existsSync(CDNOW) ? [{ name: 'CDNOW', rows: realDays() }] : []),
  ...Array.from({ length: seeds }, (_, at) => ({
    name: `seed ${at + 1}`,
    rows: randomDays(at + 1),
  })),
];

const COLUMNS = ['customer_id', 'currency', 'business_date', 'purchases', 'purchase_amount'];
export const csvOf = (rows: readonly Row[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))]
    .map((values) => `${values.join(',')}\n`)
    .join('');
