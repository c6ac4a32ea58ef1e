import { transform, judgeByArrival } from '../../lambdas/transform-records/transform';
import type { DeliveryRecord } from '../../lambdas/transform-records/event';
import { createGate } from '../../lambdas/shared/gate/gate';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
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
/**
 * 0.2 MB, the least that Firehose hands over: an answer is kept until its batch is done, and a larger
 * one would measure how V8 moves it about in memory.
 */
const BATCH = 500;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Seconds that `work` takes. */
function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

interface Batch {
  readonly texts: readonly string[];
  readonly records: readonly DeliveryRecord[];
}

function batchesOf(texts: readonly string[], now: number): readonly Batch[] {
  const records = texts.map((text, at) => ({
    recordId: String(at).padStart(56, '0'),
    data: Buffer.from(text).toString('base64'),
    arrivedAt: now,
    shard: 'shardId-000000000000',
    sequence: `49590338271490256608559692538361571095921575${String(at).padStart(12, '0')}`,
    subsequence: 0,
  }));
  return Array.from({ length: Math.ceil(records.length / BATCH) }, (_, at) => ({
    texts: texts.slice(at * BATCH, (at + 1) * BATCH),
    records: records.slice(at * BATCH, (at + 1) * BATCH),
  }));
}

interface Round {
  /** Seconds. */
  bare: number;
  all: number;
}

/** One pass over all records, batch by batch in turn: whatever else the machine does hits both. */
function round(
  batches: readonly Batch[],
  work: (records: readonly DeliveryRecord[]) => void,
): Round {
  const seconds = { bare: 0, all: 0 };
  for (const { texts, records } of batches) {
    seconds.bare += timed(() => parseAll(texts));
    seconds.all += timed(() => work(records));
  }
  return seconds;
}

let parsed = 0;
function parseAll(texts: readonly string[]): void {
  for (const text of texts) {
    const value: unknown = JSON.parse(text);
    if (value !== null) parsed += 1;
  }
}

/**
 * The whole transform (base64 both ways, fatal decode, repeated keys, every rule, tokens, the row)
 * against bare JSON.parse of the same texts, in turn within one process.
 */
export async function benchGate(records = RECORDS): Promise<GateBench> {
  const now = Date.UTC(2026, 0, 15, 12);
  const batches = batchesOf(gateRecords(records, now), now);
  const contract = contractOfTable('transactions');
  const tokens = await openTokens(
    { generateMac: ({ Message }) => Promise.resolve({ Mac: Buffer.from(Message) }) },
    'bench',
  );
  const { gate: settings } = configFor('prod');
  const isCanonical = compileValidator(contract);
  const judge = judgeByArrival((now) =>
    createGate(contract, { settings, tokens, isCanonical, now }),
  );
  const work = (batch: readonly DeliveryRecord[]): void => {
    const { accepted } = transform(batch, contract, judge);
    if (accepted !== batch.length) throw new Error('the bench sends records that are rejected');
  };
  round(batches, work); // warms up
  const rounds = Array.from({ length: ROUNDS }, () => round(batches, work));
  if (parsed < records * ROUNDS) throw new Error('the bench lost records');
  return {
    ratio: median(rounds.map(({ bare, all }) => bare / all)),
    recordsPerSecond: records / median(rounds.map(({ all }) => all)),
  };
}
