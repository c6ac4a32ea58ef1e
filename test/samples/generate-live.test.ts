import { describe, expect, it } from 'vitest';
import { generateLive } from '../../samples/generate';
import { type Fields, NOW, fieldsOf, judge } from './generate-support';

const LIVE = { seed: 5, count: 3_000, now: NOW, duplicates: 0.05, late: 0.08, bad: 0.05 };

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
