import { streamName } from '../lambdas/shared/names';
import { generateLive } from '../samples/generate';
import type { Expected } from '../samples/generate';
import { putRecords } from './put-records';
import type { Sent } from './put-records';
import type { Lake } from './target';

export interface SentTraffic extends Sent {
  readonly stream: string;
  readonly expected: Expected;
  readonly tookMs: number;
}
const SHARES = { duplicates: 0.03, late: 0.05, bad: 0.03, contested: 0.01 };

/** Sends traffic of the last minutes: also duplicates, late and contested states, and what must be rejected. */
export async function sendTraffic(lake: Lake, count: number, seed: number): Promise<SentTraffic> {
  const { records, expected } = generateLive({ seed, count, now: Date.now(), ...SHARES });
  const stream = streamName(lake.place.env, 'transactions');
  const started = Date.now();
  const data = records.map((record) => record.data);
  const sent = await putRecords(await lake.clients.kinesis(), data, { streamName: stream });
  return { stream, expected, ...sent, tookMs: Date.now() - started };
}
