import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { StreamRecord } from '../shared/stream/event';
import { unpack } from '../shared/stream/unpack';

/** One line of the archive. */
export interface Frame {
  readonly shard: string;
  /** 56 digits, zero-padded, as in bronze. */
  readonly sequence: string;
  readonly subsequence: number;
  /** ISO 8601, UTC. */
  readonly arrived: string;
  /** Hex, of the bytes as sent. */
  readonly sha256: string;
  /** Base64 of the bytes as sent. */
  readonly data: string;
}

export interface ArchiveObject {
  readonly key: string;
  readonly body: Buffer;
  /** Base64. */
  readonly sha256: string;
  /** User records in it. */
  readonly records: number;
  /** Where to resume when it cannot be written. */
  readonly firstSequenceNumber: string;
}

const paddedSequence = (sequence: string): string => sequence.padStart(56, '0');

async function framesOf(record: StreamRecord): Promise<readonly Frame[]> {
  const { shard, sequenceNumber, arrivedAt } = record;
  const sequence = paddedSequence(sequenceNumber);
  const arrived = new Date(arrivedAt).toISOString();
  return (await unpack(record)).map(({ subsequence, data }) => ({
    shard,
    sequence,
    subsequence,
    arrived,
    sha256: createHash('sha256').update(data).digest('hex'),
    data: data.toString('base64'),
  }));
}

async function objectOf(
  stream: string,
  shard: string,
  records: readonly StreamRecord[],
): Promise<ArchiveObject> {
  const frames = (await Promise.all(records.map(framesOf))).flat();
  const body = gzipSync(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''));
  const first = records[0]?.sequenceNumber ?? '';
  const last = records.at(-1)?.sequenceNumber ?? '';
  return {
    key: `archive/${stream}/${shard}/${paddedSequence(first)}-${paddedSequence(last)}.ndjson.gz`,
    body,
    sha256: createHash('sha256').update(body).digest('base64'),
    records: frames.length,
    firstSequenceNumber: first,
  };
}

/**
 * The archive objects of a batch, one per shard: gzip NDJSON, one line per user record. The same
 * records give the same key and the same bytes, so that writing again changes nothing.
 * @param stream name of the contract whose stream it is
 */
export async function archiveObjects(
  records: readonly StreamRecord[],
  stream: string,
): Promise<readonly ArchiveObject[]> {
  const shards = new Map<string, StreamRecord[]>();
  for (const record of records) {
    const known = shards.get(record.shard);
    if (known === undefined) shards.set(record.shard, [record]);
    else known.push(record);
  }
  return Promise.all([...shards].map(([shard, ofShard]) => objectOf(stream, shard, ofShard)));
}
