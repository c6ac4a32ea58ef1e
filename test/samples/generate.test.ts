import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { generateHistory } from '../../samples/generate';
import { FIGURES } from '../../samples/generate/figures';
import { type Fields, OPTIONS, fieldsOf, judge } from './generate-support';

const linesOf = (record: Fields): readonly Fields[] => {
  const items = record['items'];
  return Array.isArray(items) ? items.map((item: unknown) => ({ ...(item as object) })) : [];
};

describe('a generated history', () => {
  const history = generateHistory(OPTIONS);
  const records = history.transactions.map(fieldsOf);

  it('is the same for the same seed, and another for another', () => {
    expect(generateHistory(OPTIONS)).toEqual(history);
    expect(generateHistory({ ...OPTIONS, seed: 6 }).transactions).not.toEqual(history.transactions);
  });

  it('passes the gate, every record and every reference row', () => {
    const judgeTransaction = judge('transactions', 'file');
    const rejected = history.transactions.filter(
      (line) => !judgeTransaction(Buffer.from(line)).accepted,
    );
    const references = Object.entries(history.datasets).flatMap(([table, lines]) => {
      const judgeRow = judge(table, 'file');
      return lines.filter((line) => !judgeRow(Buffer.from(line)).accepted);
    });

    expect(rejected).toEqual([]);
    expect(references).toEqual([]);
    expect(Object.keys(history.datasets).every((table) => table in contracts)).toBe(true);
  });

  it('counts itself right', () => {
    const { expected } = history;
    const sums = new Map<string, bigint>();
    for (const { status, currency, type, amount } of records) {
      if (status !== 'COMPLETED') continue;
      const name = `${String(currency)} ${String(type)}`;
      sums.set(name, (sums.get(name) ?? 0n) + BigInt(String(amount).replace('.', '')));
    }
    const told = Object.entries(expected.completed).flatMap(([currency, types]) =>
      Object.entries(types).map(
        ([type, amount]) => [`${currency} ${type}`, BigInt(amount.replace('.', ''))] as const,
      ),
    );

    expect(new Map(told)).toEqual(sums);
    expect(expected.records).toBe(records.length);
    expect(expected.transactions).toBe(
      new Set(records.map((record) => record['transaction_id'])).size,
    );
    expect(expected.anonymous).toBe(records.filter((record) => !record['customer_id']).length);
  });

  it('mixes both domains, several currencies and anonymous customers', () => {
    const { byDomain, completed, anonymous, transactions } = history.expected;

    expect(byDomain.retail / transactions).toBeCloseTo(0.8, 1);
    expect(Object.keys(completed).sort()).toEqual(['EUR', 'GBP', 'JPY', 'USD']);
    expect(anonymous / byDomain.retail).toBeCloseTo(0.15, 1);
  });

  it('joins: everything sold, shopped in or booked on is in the reference data', () => {
    const idsOf = (table: keyof typeof history.datasets, name: string) =>
      new Set(history.datasets[table].map((line) => fieldsOf(line)[name]));
    const unknown = (found: readonly unknown[], known: ReadonlySet<unknown>) =>
      found.filter((id) => id !== undefined && !known.has(id));
    const products = records.flatMap(linesOf).map((line) => line['product_id']);
    const of = (name: string) => records.map((record) => record[name]);

    expect(unknown(products, idsOf('products', 'product_id'))).toEqual([]);
    expect(unknown(of('store_id'), idsOf('stores', 'store_id'))).toEqual([]);
    expect(unknown(of('customer_id'), idsOf('customers', 'customer_id'))).toEqual([]);
    expect(unknown(of('account_id'), idsOf('accounts', 'account_id'))).toEqual([]);
  });

  it('stays in its days, oldest first', () => {
    const times = records.map(({ transaction_time }) => String(transaction_time));

    expect([...times].sort()).toEqual(times);
    // Half a day on either side: the shops' own clocks.
    expect(times[0]?.slice(0, 10)).toMatch(/^2025-11-1[01]$/);
    expect(times.at(-1)?.slice(0, 10)).toMatch(/^2026-01-(09|10)$/);
  });
});

describe('calibration', () => {
  const { transactions } = generateHistory({ ...OPTIONS, transactions: 20_000 });
  const sales = transactions
    .map(fieldsOf)
    .filter(({ source_system }) => source_system === 'retail-pos');
  const dollars = sales.filter(({ currency }) => currency === 'USD');
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const near = (value: number, wanted: number, share: number): void => {
    expect(Math.abs(value / wanted - 1)).toBeLessThan(share);
  };

  it('baskets have the real numbers of lines, amounts and discounts', () => {
    const lines = dollars.flatMap(linesOf);
    const spend = dollars.map(({ amount }) => Number(amount)).sort((a, b) => a - b);
    const sum = (name: string) => lines.reduce((total, line) => total + Number(line[name] ?? 0), 0);

    near(sales.flatMap(linesOf).length / sales.length, FIGURES.meanLinesPerBasket, 0.03);
    near(mean(spend), FIGURES.meanSpendPerBasket, 0.06);
    near(spend[Math.floor(spend.length / 2)] ?? 0, FIGURES.medianSpendPerBasket, 0.15);
    near(sum('line_amount') / lines.length, FIGURES.meanLineAmount, 0.06);
    near(sum('discount') / sum('line_amount'), FIGURES.discountShare, 0.06);
  });

  it('hours of the shops’ clocks follow the real profile', () => {
    const hours = new Array<number>(24).fill(0);
    const eastern = new Intl.DateTimeFormat('en', {
      hour: 'numeric',
      hourCycle: 'h23',
      timeZone: 'America/New_York',
    });
    const inTheEast = sales.filter(({ time_zone }) => time_zone === 'America/New_York');
    for (const { transaction_time } of inTheEast) {
      const hour = Number(eastern.format(new Date(String(transaction_time))));
      const fileHour = (hour + FIGURES.shopHoursBehind) % 24;
      hours[fileHour] = (hours[fileHour] ?? 0) + 1;
    }

    const differences = hours.map((count, hour) =>
      Math.abs((count / inTheEast.length) * 1000 - (FIGURES.hours[hour] ?? 0)),
    );
    expect(Math.max(...differences)).toBeLessThan(20);
  });

  const file = '../shared/data/complete-journey/transactions_sample.csv.gz';
  const note = existsSync(file) ? '' : ` (skipped: ${file} is not there)`;
  it.skipIf(!existsSync(file))(`the figures are those of the real file${note}`, () => {
    const [, ...rows] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
    const baskets = new Map<string, { lines: number; spend: number; hour: number }>();
    for (const row of rows) {
      const [, , basket = '', , , value, , , , , time = ''] = row.split(',');
      const found = baskets.get(basket) ?? { lines: 0, spend: 0, hour: Number(time.slice(11, 13)) };
      baskets.set(basket, { ...found, lines: found.lines + 1, spend: found.spend + Number(value) });
    }
    const all = [...baskets.values()];
    const shareOf = (test: (basket: (typeof all)[number]) => boolean): number =>
      all.filter(test).length / all.length;

    expect(rows.length / all.length).toBeCloseTo(FIGURES.meanLinesPerBasket, 3);
    expect(mean(all.map(({ spend }) => spend))).toBeCloseTo(FIGURES.meanSpendPerBasket, 2);
    FIGURES.linesPerBasket.slice(0, 5).forEach((share, at) => {
      expect(shareOf(({ lines }) => lines === at + 1)).toBeCloseTo(share, 3);
    });
    FIGURES.hours.forEach((share, at) => {
      expect(shareOf(({ hour }) => hour === at) * 1000).toBeCloseTo(share, -0.5);
    });
  });
});
