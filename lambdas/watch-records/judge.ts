import type { Gate, Origin } from '../shared/gate/gate';
import { formatInstant } from '../shared/gate/instant';
import type { StreamRecord } from '../shared/stream/event';
import type { UserRecord } from '../shared/stream/unpack';
import { sightingOf, type Delivered, type Track } from './sighting';

/** A record that can be judged, or one that cannot: by the place it has in its batch. */
export interface Judged {
  readonly sequenceNumber: string;
  /** Absent when the gate rejects the record: the gate of the other consumer says why, in quarantine. */
  readonly sighting?: Delivered;
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
      if (!verdict.accepted) return { sequenceNumber };
      const place = { track, shard, sequenceNumber, arrivedAt: record.arrivedAt };
      return { sequenceNumber, sighting: sightingOf(verdict.row, place) };
    });
  };
}
