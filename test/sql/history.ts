import type { Row } from './lake';

/** Seeded: one command replays a failure. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const DAYS = ['2026-01-05', '2026-01-06', '2026-01-07', '2026-04-06'] as const;

const pick = <T>(below: (n: number) => number, list: readonly T[]): T => {
  const found = list[below(list.length)];
  if (found === undefined) throw new Error('empty list');
  return found;
};

/** Versions of many transactions: few values, so that ties, conflicts, moves and duplicates all happen. */
export function versions(seed: number, keys: number): readonly Row[] {
  const below = random(seed);
  const rows: Row[] = [];
  for (let key = 0; key < keys; key += 1) {
    const count = 1 + below(5);
    for (let at = 0; at < count; at += 1) {
      const isFile = below(3) === 0;
      const row: Row = {
        source_system: pick(below, ['shop', 'bank']),
        transaction_id: `t${key}`,
        transaction_time: '2026-01-05T10:00:00.000Z',
        event_time: `2026-01-0${5 + below(4)}T10:00:00.000Z`,
        channel: 'web',
        type: pick(below, ['sale', 'sale', 'sale', 'refund']),
        status: pick(below, ['PENDING', 'COMPLETED', 'COMPLETED', 'REVERSED']),
        currency: pick(below, ['EUR', 'EUR', 'USD']),
        amount: pick(below, ['10', '10.00', '12']),
        account_id: pick(below, [null, null, 'a1_x']),
        business_date: pick(below, [DAYS[0], DAYS[0], ...DAYS]),
        _door: isFile ? 'file' : 'stream',
        _shard: isFile ? '0a1b2c3d4e5f' : 'shardId-000000000000',
        _sequence: isFile ? 0 : rows.length,
        _subsequence: isFile ? rows.length : 0,
      };
      rows.push(row);
      if (below(5) === 0) rows.push(row);
    }
  }
  return rows;
}

const orderOf = (row: Row): string =>
  [
    row.event_time,
    row._door === 'stream' ? 0 : 1,
    String(row._sequence).padStart(56, '0'),
    String(row._subsequence).padStart(12, '0'),
  ].join('/');

const bookingOf = (row: Row): string =>
  [Number(row.amount), row.currency, row.type, row.account_id ?? ''].join('/');

export interface Silver {
  readonly winners: readonly string[];
  readonly conflicts: readonly string[];
}

/** The rules of silver in plain words: what the SQL must give whatever the order, split and repetition of the rows. */
export function silverOf(rows: readonly Row[]): Silver {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${String(row.source_system)}/${String(row.transaction_id)}`;
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const winners: string[] = [];
  const conflicts = new Set<string>();
  for (const [key, all] of byKey) {
    const sorted = [...all].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const first = sorted.findIndex(({ status }) => status === 'COMPLETED');
    const booked = sorted[first];
    const honest = sorted.filter(
      (row) => booked === undefined || bookingOf(row) === bookingOf(booked),
    );
    const winner = honest.at(-1);
    if (winner !== undefined) {
      const { status, event_time: time, business_date: day } = winner;
      winners.push([key, status, time, bookingOf(winner), day].join(' '));
    }
    if (booked === undefined) continue;
    for (const row of sorted.slice(first + 1)) {
      if (bookingOf(row) === bookingOf(booked)) continue;
      conflicts.add([key, row.event_time, bookingOf(row), row.business_date].join(' '));
    }
  }
  return { winners: winners.sort(), conflicts: [...conflicts].sort() };
}
