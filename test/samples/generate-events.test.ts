import { describe, expect, it } from 'vitest';
import { EVENT_TABLES, generateEvents, generateHistory } from '../../samples/generate';
import { NOW, OPTIONS, fieldsOf, judge } from './generate-support';

describe.each(EVENT_TABLES)('generated %s', (table) => {
  const options = { seed: 5, count: 1_000, now: NOW, duplicates: 0.05, bad: 0.1 };
  const { records, expected } = generateEvents(table, options);

  it('are the same for the same seed', () => {
    expect(generateEvents(table, options).records).toEqual(records);
    expect(generateEvents(table, { ...options, seed: 6 }).records).not.toEqual(records);
  });

  it('get from the gate what they count on', () => {
    const judged = judge(table, 'stream');
    const verdicts = records.map(({ data }) => judged(data));
    const codes: Record<string, number> = {};
    for (const verdict of verdicts) {
      if (verdict.accepted) continue;
      expect(verdict.reasons.length).toBe(1);
      for (const { code } of verdict.reasons) codes[code] = (codes[code] ?? 0) + 1;
    }

    expect(records.length).toBe(1_000);
    expect(verdicts.filter(({ accepted }) => accepted).length).toBe(expected.accepted);
    expect(codes).toEqual(expected.rejectedByCode);
    expect(Object.keys(codes).length).toBeGreaterThanOrEqual(5);
  });

  it('repeat some, byte for byte', () => {
    const texts = records.map(({ data }) => Buffer.from(data).toString());

    expect(texts.length - new Set(texts).size).toBe(expected.duplicates);
    expect(expected.duplicates).toBeGreaterThan(20);
  });

  it('join the customers, products and stores of the history', () => {
    const { datasets } = generateHistory({ ...OPTIONS, transactions: 1 });
    const known = (name: keyof typeof datasets, key: string): ReadonlySet<unknown> =>
      new Set(datasets[name].map((line) => fieldsOf(line)[key]));
    const [customers, products, stores] = [
      known('customers', 'customer_id'),
      known('products', 'product_id'),
      known('stores', 'store_id'),
    ];
    const judged = judge(table, 'stream');
    const good = records.filter(({ data }) => judged(data).accepted);
    const strangers = good
      .map(({ data }) => fieldsOf(Buffer.from(data).toString()))
      .filter(({ customer_id, product_id, store_id }) =>
        table === 'customer_updates'
          ? !customers.has(customer_id)
          : !products.has(product_id) || !stores.has(store_id),
      );

    expect(strangers).toEqual([]);
  });
});
