import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { createGate, type Verdict } from '../../lambdas/shared/gate/gate';
import {
  EVENT_TABLES,
  generateEvents,
  generateHistory,
  generateLive,
} from '../../samples/generate';
import { BAD_KINDS, badRecord } from '../../samples/generate/bad-records';
import { FIGURES } from '../../samples/generate/figures';
import { contractOf } from '../ingest-file/support/read';
import { settings, tokens } from '../ingest-file/support/memory-door';

type Fields = Readonly<Record<string, unknown>>;
const NOW = Date.parse('2026-01-10T12:00:00Z');
const OPTIONS = { seed: 5, days: 60, transactions: 4_000, endDate: '2026-01-09' };
const LIVE = { seed: 5, count: 3_000, now: NOW, duplicates: 0.05, late: 0.08, bad: 0.05 };

const fieldsOf = (text: string): Fields => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};
const judge = (table: string, door: 'stream' | 'file') => {
  const contract = contractOf(table);
  const isCanonical = compileValidator(contract);
  const gate = createGate(contract, { settings, tokens, isCanonical, now: () => NOW });
  const ingestedAt = new Date(NOW).toISOString();
  const origin = {
    door,
    shard: 's',
    sequence: '0'.repeat(56),
    subsequence: 0,
    ingestedAt,
    source: '',
  };
  return (data: Uint8Array): Verdict => gate.judge(data, origin);
};
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

describe('live traffic', () => {
  const live = generateLive(LIVE);
  const judgeLive = judge('transactions', 'stream');

  it('is the same for the same options', () => {
    const again = generateLive(LIVE);
    const bytesOf = (records: typeof live.records) =>
      Buffer.concat(records.map(({ data }) => data));

    expect(bytesOf(again.records).equals(bytesOf(live.records))).toBe(true);
    expect(again.expected).toEqual(live.expected);
  });

  it('has exactly the records it was asked for, accepted and rejected as told', () => {
    const accepted = live.records.filter(({ data }) => judgeLive(data).accepted).length;
    const { expected } = live;

    expect(live.records.length).toBe(LIVE.count);
    expect(expected.records).toBe(LIVE.count);
    expect([accepted, LIVE.count - accepted]).toEqual([expected.accepted, expected.rejected]);
    expect(expected.transactions).toBe(
      expected.accepted - expected.duplicates - expected.superseded,
    );
  });

  it('keeps to its shares', () => {
    const { rejected, duplicates, superseded, records } = live.expected;

    expect(rejected / records).toBeCloseTo(LIVE.bad, 1);
    expect(duplicates / records).toBeCloseTo(LIVE.duplicates, 1);
    expect(superseded).toBeGreaterThan(0);
  });

  it('sends duplicates byte for byte and the newest state last in time', () => {
    const accepted = live.records.map(({ data }) => Buffer.from(data).toString());
    const distinct = new Set(accepted);
    const newest = new Map<string, Fields>();
    for (const text of distinct) {
      if (!text.startsWith('{"transaction_id":"l')) continue;
      const record = fieldsOf(text);
      const id = String(record['transaction_id']);
      const known = newest.get(id);
      if (String(record['event_time']) > String(known === undefined ? '' : known['event_time']))
        newest.set(id, record);
    }
    const counts: Record<string, number> = {};
    for (const { status } of newest.values())
      counts[String(status)] = (counts[String(status)] ?? 0) + 1;

    expect(counts).toEqual(live.expected.byStatus);
    expect(newest.size).toBe(live.expected.transactions);
  });
});

describe('contested traffic', () => {
  const live = generateLive({ ...LIVE, count: 1_000, contested: 0.02 });
  const texts = live.records.map(({ data }) => Buffer.from(data).toString());
  const pairs = new Map<string, Fields[]>();
  for (const text of texts.filter((one) => one.startsWith('{"transaction_id":"c'))) {
    const record = fieldsOf(text);
    const id = String(record['transaction_id']);
    pairs.set(id, [...(pairs.get(id) ?? []), record]);
  }
  const timeOf = (record: Fields): string => String(record['event_time']);
  const inOrder = (records: readonly Fields[]): readonly Fields[] =>
    [...records].sort((a, b) => timeOf(a).localeCompare(timeOf(b)));

  it('has as many pairs as asked for, all accepted and counted', () => {
    const judgeLive = judge('transactions', 'stream');
    const accepted = live.records.filter(({ data }) => judgeLive(data).accepted).length;
    const { expected } = live;

    expect([expected.conflicts, expected.moved]).toEqual([5, 5]);
    expect([...pairs.values()].map(({ length }) => length)).toEqual(new Array(10).fill(2));
    expect([live.records.length, expected.records, accepted]).toEqual([
      1_000,
      1_000,
      expected.accepted,
    ]);
    expect(expected.transactions).toBe(
      accepted - (expected.duplicates + expected.superseded + expected.conflicts + expected.moved),
    );
  });

  it('conflicts claim another amount on the same day, moves name another day', () => {
    const kinds = [...pairs.values()].map((pair) => {
      const [first, last] = inOrder(pair);
      const changed = ['amount', 'transaction_time', 'status'].filter(
        (name) => first?.[name] !== last?.[name],
      );
      return changed.join(' ');
    });

    expect(kinds.sort()).toEqual([
      ...new Array<string>(5).fill('amount'),
      ...new Array<string>(5).fill('transaction_time status'),
    ]);
  });

  it('is absent unless asked for', () => {
    const { conflicts, moved } = generateLive(LIVE).expected;

    expect([conflicts, moved]).toEqual([0, 0]);
  });
});

describe('bad records', () => {
  const judgeLive = judge('transactions', 'stream');
  const sale = generateHistory(OPTIONS)
    .transactions.map(fieldsOf)
    .find(
      ({ channel, type, currency }) => channel === 'pos' && type === 'sale' && currency === 'USD',
    );
  const time = new Date(NOW).toISOString();
  const good = { ...sale, transaction_time: time, event_time: time };

  it.each(Object.keys(BAD_KINDS))('%s is rejected with its code', (kind) => {
    const { data } = badRecord(good, Object.keys(BAD_KINDS).indexOf(kind), NOW);

    const verdict = judgeLive(data);
    const codes = verdict.accepted ? [] : verdict.reasons.map(({ code }) => String(code));
    expect(codes).toContain(BAD_KINDS[kind]?.code);
  });
});

describe.each(EVENT_TABLES)('generated %s', (table) => {
  const options = { seed: 5, count: 1_000, now: NOW, duplicates: 0.05, bad: 0.1 };
  const { records, expected } = generateEvents(table, options);

  it('are the same for the same seed', () => {
    expect(generateEvents(table, options).records).toEqual(records);
    expect(generateEvents(table, { ...options, seed: 6 }).records).not.toEqual(records);
  });

  it('get from the gate what they count on', () => {
    const verdicts = records.map(({ data }) => judge(table, 'stream')(data));
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
