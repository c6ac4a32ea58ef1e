/** One Kinesis record of a Lambda batch. */
export interface StreamRecord {
  readonly shard: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  readonly data: Buffer;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

function recordOf(value: unknown): StreamRecord {
  const { eventID, kinesis } = isMembers(value) ? value : {};
  const source = isMembers(kinesis) ? kinesis : {};
  const { sequenceNumber, partitionKey, data, approximateArrivalTimestamp } = source;
  if (
    typeof eventID !== 'string' ||
    typeof sequenceNumber !== 'string' ||
    typeof data !== 'string' ||
    typeof approximateArrivalTimestamp !== 'number'
  ) {
    throw new Error('record without position or data: the event is not a Kinesis batch');
  }
  return {
    shard: eventID.split(':')[0] ?? '',
    sequenceNumber,
    partitionKey: typeof partitionKey === 'string' ? partitionKey : '',
    arrivedAt: Math.round(approximateArrivalTimestamp * 1000),
    data: Buffer.from(data, 'base64'),
  };
}

/**
 * The records of a Kinesis event source, in order.
 * @throws Error when it is another kind of event
 */
export function recordsOf(event: unknown): readonly StreamRecord[] {
  const records: unknown = isMembers(event) ? event['Records'] : undefined;
  if (!Array.isArray(records)) {
    throw new Error('event without records: the event is not a Kinesis batch');
  }
  return records.map(recordOf);
}
