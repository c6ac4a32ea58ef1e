import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { generateHistory } from '../../samples/generate';

type Fields = Readonly<Record<string, unknown>>;
const DAYS = 60;
const { datasets, transactions } = generateHistory({
  seed: 5,
  days: DAYS,
  transactions: 3_000,
  endDate: '2026-01-09',
});
const fieldsOf = (text: string): Fields => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};
const rowsOf = (table: keyof typeof datasets): readonly Fields[] => datasets[table].map(fieldsOf);
const records = transactions.map(fieldsOf);

describe('what stands around a generated history', () => {
  it('has rows of every contract but for what only happens live', () => {
    const filled = Object.keys(datasets).filter((table) => rowsOf(table as never).length > 0);

    expect([...filled, 'transactions', 'customer_updates'].sort()).toEqual(
      Object.keys(contracts).sort(),
    );
  });

  it.each([
    ['products', 'product_id', 'cost'],
    ['stores', 'store_id', 'format'],
    ['customers', 'customer_id', 'segment'],
    ['accounts', 'account_id', 'status'],
  ] as const)('some %s change once, in the middle of it', (table, id, changed) => {
    const first = new Map<unknown, Fields>();
    const second = rowsOf(table).filter((row) => {
      const known = first.has(row[id]);
      if (!known) first.set(row[id], row);
      return known;
    });

    expect(second.length).toBeGreaterThan(0);
    expect(second.length).toBeLessThan(first.size / 5);
    for (const row of second) {
      const before = first.get(row[id]);
      expect(String(row['updated_at']) > String(before?.['updated_at'])).toBe(true);
      if (table !== 'customers') expect(row[changed]).not.toBe(before?.[changed]);
    }
  });

  it('has a rate of every currency for every day, at most five days old', () => {
    const dates = (quote: string): readonly string[] =>
      rowsOf('fx_rates').flatMap((row) =>
        row['quote'] === quote ? [String(row['rate_date'])] : [],
      );

    for (const quote of ['EUR', 'GBP', 'JPY']) {
      const known = dates(quote);
      for (let at = 0; at < DAYS; at += 1) {
        const day = Date.parse('2026-01-09') - at * 86_400_000;
        const age = Math.min(
          ...known.map((date) => day - Date.parse(date)).filter((one) => one >= 0),
        );
        expect(age / 86_400_000).toBeLessThanOrEqual(5);
      }
    }
  });

  it('orders are sent, some by sellers, and about a tenth comes late', () => {
    const sent = records.filter(({ promised_at }) => promised_at !== undefined);
    const delivered = sent.filter(({ delivered_at }) => delivered_at !== undefined);
    const late = delivered.filter(
      (row) => String(row['delivered_at']) > String(row['promised_at']),
    );
    const sellers = new Set(rowsOf('sellers').map(({ seller_id }) => seller_id));

    expect(delivered.length).toBeGreaterThan(100);
    expect(delivered.length).toBeLessThan(sent.length);
    expect(late.length / delivered.length).toBeGreaterThan(0.03);
    expect(late.length / delivered.length).toBeLessThan(0.25);
    expect(sent.some(({ seller_id }) => seller_id === undefined)).toBe(true);
    expect(
      sent.filter(({ seller_id }) => seller_id !== undefined && !sellers.has(seller_id)),
    ).toEqual([]);
    // a delivery is told of when it was made, not before
    expect(
      delivered.filter((row) => String(row['event_time']) < String(row['delivered_at'])),
    ).toEqual([]);
  });

  it('reviews are of orders that came before them', () => {
    const orders = new Map(records.map((row) => [row['transaction_id'], row]));
    const reviews = rowsOf('reviews');

    expect(reviews.length).toBeGreaterThan(20);
    for (const { transaction_id, reviewed_at } of reviews) {
      const came = orders.get(transaction_id)?.['delivered_at'];
      expect(String(came) <= String(reviewed_at)).toBe(true);
    }
  });
});
