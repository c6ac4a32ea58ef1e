import { transform, judgeByArrival } from '../../lambdas/transform-records/transform';
import type { DeliveryRecord } from '../../lambdas/transform-records/event';
import { createGate } from '../../lambdas/shared/gate/gate';
import { contractOfTable } from '../../lambdas/shared/contracts';
import { openTokens } from '../../lambdas/shared/gate/subkeys';
import { configFor } from '../../lib/config';
import { gateRecords } from './gate-records';

export interface GateBench {
  /** Records a second of the whole transform over those of JSON.parse alone, median of the rounds. */
  readonly ratio: number;
  readonly recordsPerSecond: number;
}

const RECORDS = 200_000;
const ROUNDS = 11;
/** Firehose hands over about 1 MB at a time. */
const BATCH = 2000;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Seconds that `work` takes. */
function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function batchesOf(texts: readonly string[], now: number): readonly DeliveryRecord[][] {
  const records = texts.map((text, at) => ({
    recordId: String(at).padStart(56, '0'),
    data: Buffer.from(text).toString('base64'),
    arrivedAt: now,
    shard: 'shardId-000000000000',
    sequence: String(49_590_338_271_490_256 + at),
    subsequence: 0,
  }));
  return Array.from({ length: Math.ceil(records.length / BATCH) }, (_, at) =>
    records.slice(at * BATCH, (at + 1) * BATCH),
  );
}

/**
 * The whole transform (base64 both ways, fatal decode, repeated keys, every rule, tokens, the row)
 * against bare JSON.parse of the same texts, in turn within one process.
 */
export async function benchGate(records = RECORDS): Promise<GateBench> {
  const now = Date.UTC(2026, 0, 15, 12);
  const texts = gateRecords(records, now);
  const batches = batchesOf(texts, now);
  const contract = contractOfTable('transactions');
  const tokens = await openTokens(
    { generateMac: ({ Message }) => Promise.resolve({ Mac: Buffer.from(Message) }) },
    'bench',
  );
  const { gate: settings } = configFor('prod');
  const judge = judgeByArrival((clock) => createGate(contract, { settings, tokens, now: clock }));
  const whole = (): void => {
    for (const batch of batches) {
      const { accepted } = transform(batch, contract, judge);
      if (accepted !== batch.length) throw new Error('the bench sends records that are rejected');
    }
  };
  let members = 0;
  const parse = (): void => {
    for (const text of texts) {
      const value: unknown = JSON.parse(text);
      if (value !== null) members += 1;
    }
  };
  parse();
  whole();
  const rounds = Array.from({ length: ROUNDS }, () => ({ bare: timed(parse), all: timed(whole) }));
  if (members !== records * (ROUNDS + 1)) throw new Error('the bench lost records');
  return {
    ratio: median(rounds.map(({ bare, all }) => bare / all)),
    recordsPerSecond: records / median(rounds.map(({ all }) => all)),
  };
}
