import type { Gate, Origin } from '../shared/gate/gate';
import { formatInstant } from '../shared/gate/instant';
import type { StreamRecord } from '../shared/stream/event';
import type { UserRecord } from '../shared/stream/unpack';
import { sightingOf, type Delivered, type Track } from './sighting';

/** A record of a batch. */
export interface Judged {
  readonly sequenceNumber: string;
  /** Absent when the gate rejects the record: quarantine says why. */
  readonly sighting?: Delivered;
  /** The gate itself failed: nobody knows what the record is. */
  readonly isFault?: boolean;
}

const originOf = (record: StreamRecord, subsequence: number): Origin => ({
  door: 'stream',
  shard: record.shard,
  sequence: record.sequenceNumber.padStart(56, '0'),
  subsequence,
  ingestedAt: formatInstant(record.arrivedAt),
  source: '',
});

/**
 * Reads a batch through the gate, so that rules see what bronze gets: valid values, and tokens in the place of
 * customers and accounts.
 * @param open makes the gate for a clock, which is each record's own arrival: a batch that comes again is judged
 *   as it was the first time
 */
export function judgeBy(track: Track, open: (now: () => number) => Gate) {
  let arrivedAt = 0;
  const gate = open(() => arrivedAt);
  return (record: StreamRecord, parts: readonly UserRecord[]): readonly Judged[] => {
    ({ arrivedAt } = record);
    const { sequenceNumber, shard } = record;
    return parts.map(({ subsequence, data }) => {
      const verdict = gate.judge(data, originOf(record, subsequence));
      if (!verdict.accepted) {
        return {
          sequenceNumber,
          isFault: verdict.reasons.some(({ code }) => code === 'gate.fault'),
        };
      }
      const place = { track, shard, sequenceNumber, arrivedAt: record.arrivedAt };
      return { sequenceNumber, sighting: sightingOf(verdict.row, place) };
    });
  };
}
