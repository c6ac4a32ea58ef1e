import { AwsError } from '../server/errors';
import { type JsonObject, optionalInteger, text } from '../server/json';
import { ordinalOf, sequenceNumber } from './sequence';
import type { Shard } from './shard';
import type { Stream } from './stream';

const MAX_RECORDS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;
const ITERATOR_MS = 5 * 60_000;

export function shardIterator(stream: Stream, input: JsonObject): object {
  const shard = shardOf(stream, text(input, 'ShardId'));
  return { ShardIterator: encode(stream, shard, startOf(shard, input)) };
}

function startOf(shard: Shard, input: JsonObject): number {
  const type = text(input, 'ShardIteratorType');
  const sequence = (): number => ordinalOf(text(input, 'StartingSequenceNumber'), shard.index);
  switch (type) {
    case 'TRIM_HORIZON':
      return shard.first;
    case 'LATEST':
      return shard.next;
    case 'AT_SEQUENCE_NUMBER':
      return sequence();
    case 'AFTER_SEQUENCE_NUMBER':
      return sequence() + 1;
    case 'AT_TIMESTAMP': {
      const seconds = input.Timestamp;
      if (typeof seconds !== 'number') throw invalid('Timestamp must be epoch seconds');
      return shard.firstAt(seconds * 1000);
    }
    default:
      throw invalid(`ShardIteratorType "${type}" is unknown`);
  }
}

/** The name of the stream that an iterator belongs to. @throws AwsError ExpiredIteratorException after 5 minutes */
export function decodeIterator(iterator: string): { stream: string; shard: string; next: number } {
  const [stream, shard, next, made] = Buffer.from(iterator, 'base64').toString('utf8').split('\n');
  const position = Number(next);
  if (!stream || !shard || !Number.isInteger(position)) throw invalid('ShardIterator is invalid');
  if (Date.now() - Number(made) > ITERATOR_MS) {
    throw new AwsError('ExpiredIteratorException', 'the iterator is older than 5 minutes');
  }
  return { stream, shard, next: position };
}

export function getRecords(stream: Stream, input: JsonObject): object {
  const from = decodeIterator(text(input, 'ShardIterator'));
  const shard = shardOf(stream, from.shard);
  const limit = optionalInteger(input, 'Limit') ?? MAX_RECORDS;
  if (limit < 1 || limit > MAX_RECORDS) throw invalid(`Limit must be 1 to ${MAX_RECORDS}`);
  const records = shard.read(from.next, { records: limit, bytes: MAX_BYTES });
  const next = (records.at(-1)?.ordinal ?? from.next - 1) + 1;
  const waiting = next < shard.next ? shard.read(next, { records: 1, bytes: 1 })[0] : undefined;
  return {
    Records: records.map((record) => ({
      SequenceNumber: sequenceNumber(shard.index, record.ordinal),
      ApproximateArrivalTimestamp: record.arrived / 1000,
      Data: record.data.toString('base64'),
      PartitionKey: record.partitionKey,
      EncryptionType: 'KMS',
    })),
    NextShardIterator: encode(stream, shard, next),
    MillisBehindLatest: waiting ? Math.max(0, Date.now() - waiting.arrived) : 0,
  };
}

export function listShards(stream: Stream): readonly object[] {
  const last = (1n << 128n) - 1n;
  return stream.shards.map((shard, index) => ({
    ShardId: shard.id,
    HashKeyRange: {
      StartingHashKey: String(stream.startOf(index)),
      EndingHashKey: String(
        index === stream.shards.length - 1 ? last : stream.startOf(index + 1) - 1n,
      ),
    },
    SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(shard.index, shard.first) },
  }));
}

export function streamSummary(stream: Stream, created: number): JsonObject {
  return {
    StreamName: stream.settings.name,
    StreamARN: stream.settings.arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: stream.settings.retentionHours,
    StreamCreationTimestamp: created,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'KMS',
  };
}

const shardOf = (stream: Stream, id: string): Shard => {
  const shard = stream.shards.find((one) => one.id === id);
  if (!shard) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Shard ${id} in stream ${stream.settings.name} does not exist`,
    );
  }
  return shard;
};
const encode = (stream: Stream, shard: Shard, next: number): string =>
  Buffer.from(`${stream.settings.name}\n${shard.id}\n${next}\n${Date.now()}`).toString('base64');
const invalid = (why: string): AwsError => new AwsError('InvalidArgumentException', why);
