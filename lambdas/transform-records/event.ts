/** One record of Firehose's transformation event, as far as the gate needs it. */
export interface DeliveryRecord {
  readonly recordId: string;
  /** Base64. */
  readonly data: string;
  /** Epoch milliseconds at which Kinesis took it. */
  readonly arrivedAt: number;
  readonly shard: string;
  readonly sequence: string;
  /** Position inside a KPL record. */
  readonly subsequence: number;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
/** Firehose writes an empty text where there is no sub-sequence. */
const numberOf = (value: unknown): number =>
  Number.isFinite(Number(value ?? 0)) ? Number(value ?? 0) : 0;

function recordOf(value: unknown): DeliveryRecord {
  const record = isMembers(value) ? value : {};
  const source = isMembers(record['kinesisRecordMetadata']) ? record['kinesisRecordMetadata'] : {};
  const { recordId, data, approximateArrivalTimestamp } = record;
  if (typeof recordId !== 'string' || typeof data !== 'string') {
    throw new Error('record without id or data: the event is not a Firehose transformation');
  }
  return {
    recordId,
    data,
    arrivedAt: numberOf(source['approximateArrivalTimestamp'] ?? approximateArrivalTimestamp),
    shard: textOf(source['shardId']),
    sequence: textOf(source['sequenceNumber']),
    subsequence: numberOf(source['subsequenceNumber']),
  };
}

/**
 * The records of a Firehose transformation event with a Kinesis source.
 * @throws Error when it is another kind of event
 */
export function recordsOf(event: unknown): readonly DeliveryRecord[] {
  const records: unknown = isMembers(event) ? event['records'] : undefined;
  if (!Array.isArray(records)) {
    throw new Error('event without records: the event is not a Firehose transformation');
  }
  return records.map(recordOf);
}
