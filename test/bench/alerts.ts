import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kinesis } from '@aws-sdk/client-kinesis';
import { alertsSince } from '../../cli/alerts';
import { homeAt } from '../../cli/home';
import { openLaptop, type Lake } from '../../cli/target';
import { key64 } from '../../lambdas/shared/gate/key64';
import { streamName } from '../../lambdas/shared/names';
import { generateLive } from '../../samples/generate';

export interface AlertsBench {
  /** Records a second that were sent, as measured. */
  readonly rate: number;
  readonly records: number;
  readonly anomalies: number;
  /** Alerts that were found; must be all. */
  readonly found: number;
  /** Milliseconds from before a record was put to after its alert was published. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

const RATE = 1000;
const SECONDS = 20;
/** One record in a hundred is an anomaly. */
const ANOMALY_EVERY = 100;
const TURN_MS = 50;
/** For what was sent last to be told. */
const PATIENCE_MS = 60_000;
const SOURCE = 'bench';
const SLUICE = path.join(import.meta.dirname, '..', '..', 'bin', 'sluice.mjs');

/** A payment far above the limit, of a customer of its own: none of them is quiet. */
const anomaly = (name: string): Uint8Array => {
  const now = new Date().toISOString();
  const times = { transaction_time: now, event_time: now };
  const kind = { channel: 'app', type: 'payment', status: 'COMPLETED', direction: 'debit' };
  const money = { currency: 'EUR', amount: '50000.00' };
  const who = { customer_id: name, account_id: name };
  return Buffer.from(
    JSON.stringify({
      transaction_id: name,
      source_system: SOURCE,
      ...times,
      ...kind,
      ...money,
      ...who,
    }),
  );
};

/** Sends at the rate, whatever the answers take. @returns when each anomaly was put, by its key */
async function send(kinesis: Kinesis, stream: string): Promise<ReadonlyMap<string, number>> {
  const perTurn = (RATE * TURN_MS) / 1000;
  const options = { seed: 1, now: Date.now(), duplicates: 0.03, late: 0.05, bad: 0.02 };
  const traffic = generateLive({ ...options, count: RATE * SECONDS }).records;
  const putAt = new Map<string, number>();
  const calls: Promise<unknown>[] = [];
  const started = Date.now();
  for (let turn = 0; turn * perTurn < RATE * SECONDS; turn += 1) {
    const part = traffic.slice(turn * perTurn, (turn + 1) * perTurn).map(({ data }, index) => {
      const position = turn * perTurn + index;
      if (position % ANOMALY_EVERY !== 0) return data;
      putAt.set(key64([SOURCE, `a${position}`]), Date.now());
      return anomaly(`a${position}`);
    });
    const Records = part.map((Data, index) => ({ Data, PartitionKey: `${turn}-${index}` }));
    calls.push(kinesis.putRecords({ StreamName: stream, Records }));
    await pause(Math.max(0, started + (turn + 1) * TURN_MS - Date.now()));
  }
  await Promise.all(calls);
  return putAt;
}

async function toldTimes(
  lake: Lake,
  putAt: ReadonlyMap<string, number>,
  from: string,
): Promise<readonly number[]> {
  for (const started = Date.now(); ; await pause(500)) {
    const alerts = await alertsSince(lake, from, Date.now());
    const mine = alerts.filter(({ source, rule }) => source === SOURCE && rule === 'amount');
    if (mine.length >= putAt.size || Date.now() - started > PATIENCE_MS) {
      return mine.map(
        ({ record, closedAt }) => Date.parse(closedAt) - (putAt.get(record.key64) ?? Number.NaN),
      );
    }
  }
}

const sluice = (...args: readonly string[]): void => {
  const { status, stderr } = spawnSync(process.execPath, [SLUICE, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`sluice ${args[0] ?? ''} failed: ${stderr}`);
};

/** A laptop runtime in a process of its own, live traffic through it, and how soon its anomalies are told. */
export async function benchAlerts(): Promise<AlertsBench> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sluice-bench-'));
  sluice('up', '--detach', '--port', '0', '--home', dir);
  try {
    const lake = await openLaptop({ home: homeAt(dir), verb: 'bench' });
    const kinesis = await lake.clients.kinesis();
    const stream = streamName(lake.place.env, 'transactions');
    const from = new Date().toISOString();
    // A cold start is once: the first batch opens the gate.
    await kinesis.putRecords({
      StreamName: stream,
      Records: [{ Data: anomaly('warm'), PartitionKey: 'warm' }],
    });
    await toldTimes(lake, new Map([['warm', 0]]), from);
    const started = Date.now();
    const putAt = await send(kinesis, stream);
    const rate = (RATE * SECONDS) / ((Date.now() - started) / 1000);
    const times = await toldTimes(lake, putAt, new Date(started).toISOString());
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    const shape = { rate: Math.round(rate), records: RATE * SECONDS, anomalies: putAt.size };
    const spread = { p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1) };
    return { ...shape, found: times.length, ...spread };
  } finally {
    sluice('down', '--home', dir);
    rmSync(dir, { recursive: true, force: true });
  }
}
