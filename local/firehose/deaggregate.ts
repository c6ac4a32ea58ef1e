import type { StoredRecord } from '../kinesis/frames';

/** First bytes of what the Kinesis Producer Library sends when it puts many user records into one. */
const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);

export interface UserRecord {
  /** Position of the Kinesis record that held it. */
  readonly ordinal: number;
  readonly subsequence: number;
  readonly arrived: number;
  readonly partitionKey: string;
  readonly data: Buffer;
}

/** The user records in a Kinesis record: one, or the parts of a KPL aggregate. One that is damaged stays whole. */
export async function deaggregate(record: StoredRecord): Promise<readonly UserRecord[]> {
  const { ordinal, arrived, partitionKey, data } = record;
  const whole = [{ ordinal, subsequence: 0, arrived, partitionKey, data }];
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) return whole;
  const parts = await unpack(record);
  return (
    parts?.map((part, subsequence) => ({
      ordinal,
      subsequence,
      arrived,
      partitionKey: part.partitionKey,
      data: Buffer.from(part.data, 'base64'),
    })) ?? whole
  );
}

async function unpack(
  record: StoredRecord,
): Promise<readonly { partitionKey: string; data: string }[] | undefined> {
  const { deaggregateSync } = await import('aws-kinesis-agg');
  let parts: readonly { partitionKey: string; data: string }[] | undefined;
  let isDamaged = false;
  const packed = {
    data: record.data.toString('base64'),
    partitionKey: record.partitionKey,
    sequenceNumber: String(record.ordinal),
    kinesisSchemaVersion: '1.0',
    approximateArrivalTimestamp: record.arrived / 1000,
  };
  deaggregateSync(packed, true, (error, found) => {
    // Called once more after a damaged part: what is left would be an incomplete record.
    isDamaged ||= Boolean(error);
    parts = found;
  });
  return isDamaged ? undefined : parts;
}
