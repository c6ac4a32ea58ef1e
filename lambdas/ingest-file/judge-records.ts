import type { Gate, Origin, Verdict } from '../shared/gate/gate';
import type { MappedRecord } from './make-record';

/** What all records of a file have in common. */
export interface FileOrigin {
  /** First 12 hex digits of the file's sha256. */
  readonly shard: string;
  readonly ingestedAt: string;
  /** Hash of the mapping, empty without one. */
  readonly source: string;
  readonly timeZone?: string;
}

/** Digits of a Kinesis sequence number: rows and stream records compare as texts. */
const SEQUENCE_DIGITS = 56;

/** Feeds records to the gate one by one, each with its place in the file. */
export async function* judgeRecords(
  records: AsyncIterable<MappedRecord>,
  gate: Gate,
  file: FileOrigin,
): AsyncGenerator<{ readonly record: MappedRecord; readonly verdict: Verdict }> {
  for await (const record of records) {
    const { number, bytes, faults } = record;
    const sequence = String(number).padStart(SEQUENCE_DIGITS, '0');
    const origin: Origin = { door: 'file', ...file, sequence, subsequence: number };
    yield { record, verdict: gate.judge(bytes, origin, faults) };
  }
}
