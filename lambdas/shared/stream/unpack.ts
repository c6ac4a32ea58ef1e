import type { StreamRecord } from './event';

/** First bytes of what the Kinesis Producer Library sends when it packs many user records into one. */
const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);

export interface UserRecord {
  readonly subsequence: number;
  readonly data: Buffer;
}

const whole = (data: Buffer): readonly UserRecord[] => [{ subsequence: 0, data }];

/**
 * The user records in a Kinesis record: itself, or the parts of a KPL aggregate. A damaged aggregate
 * stays whole, as Firehose leaves it: its bytes are evidence.
 */
export async function unpack(record: StreamRecord): Promise<readonly UserRecord[]> {
  const { data, partitionKey, sequenceNumber, arrivedAt } = record;
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) return whole(data);
  // Lazy: most producers do not pack, and the library brings a protobuf reader along.
  // By its default export: bundled CommonJS has no named ones.
  const { default: library } = await import('aws-kinesis-agg');
  const packed = {
    data: data.toString('base64'),
    partitionKey,
    sequenceNumber,
    kinesisSchemaVersion: '1.0',
    approximateArrivalTimestamp: arrivedAt / 1000,
  };
  let parts: readonly UserRecord[] | undefined;
  let isDamaged = false;
  library.deaggregateSync(packed, true, (fault, found) => {
    // Called once more after a damaged part: what is left would be an incomplete record.
    isDamaged ||= Boolean(fault);
    parts = found?.map((part, subsequence) => ({
      subsequence,
      data: Buffer.from(part.data, 'base64'),
    }));
  });
  return isDamaged || parts === undefined ? whole(data) : parts;
}
