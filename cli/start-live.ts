import { streamOf } from '../lambdas/shared/contracts/contract';
import { EVENT_TABLES, generateEvents, generateLive } from '../samples/generate';
import type { EventTable, Expected, ExpectedEvents } from '../samples/generate';
import { putRecords } from './put-records';
import type { Sent } from './put-records';
import { streamNamed } from './stream-named';
import type { Lake } from './target';

export interface SentTraffic extends Sent {
  readonly stream: string;
  readonly expected: Expected;
  readonly tookMs: number;
  /** What other streams took, beside. */
  readonly others: readonly SentEvents[];
}
export interface SentEvents extends Sent {
  /** Bronze table. */
  readonly table: EventTable;
  /** As producers call it. */
  readonly stream: string;
  readonly expected: ExpectedEvents;
}
const SHARES = { duplicates: 0.03, late: 0.05, bad: 0.03, contested: 0.01 };
/** For each so many transactions one record goes to each of the other streams. */
const TRANSACTIONS_PER_EVENT = 10;

/** Sends traffic of the last minutes: also duplicates, late and contested states, and what must be rejected. */
export async function sendTraffic(lake: Lake, count: number, seed: number): Promise<SentTraffic> {
  const { records, expected } = generateLive({ seed, count, now: Date.now(), ...SHARES });
  const { stream, idField } = streamNamed(lake.place.env, 'transactions');
  const started = Date.now();
  const data = records.map((record) => record.data);
  const [sent, ...others] = await Promise.all([
    putRecords(await lake.clients.kinesis(), data, { streamName: stream, idField }),
    ...EVENT_TABLES.map((table) =>
      sendEvents(lake, table, { count: Math.ceil(count / TRANSACTIONS_PER_EVENT), seed }),
    ),
  ]);
  return { stream, expected, ...sent, others, tookMs: Date.now() - started };
}

async function sendEvents(
  lake: Lake,
  table: EventTable,
  size: { readonly count: number; readonly seed: number },
): Promise<SentEvents> {
  const { records, expected } = generateEvents(table, { ...size, now: Date.now(), ...SHARES });
  const { stream, contract, idField } = streamNamed(lake.place.env, table);
  const data = records.map((record) => record.data);
  const sent = await putRecords(await lake.clients.kinesis(), data, {
    streamName: stream,
    idField,
  });
  return { table, stream: streamOf(contract), expected, ...sent };
}
