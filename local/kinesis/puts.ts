import { AwsError } from '../server/errors';
import { type JsonObject, objects, optionalText, text } from '../server/json';
import { sequenceNumber } from './sequence';
import type { Shard } from './shard';
import type { Stream } from './stream';
import type { Throttle } from './throttle';

const MAX_RECORDS = 500;
const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_CALL_BYTES = 10 * 1024 * 1024;
const MAX_KEY_CHARACTERS = 256;

interface Put {
  readonly shard: Shard;
  readonly partitionKey: string;
  readonly data: Buffer;
}
type Outcome =
  | { readonly SequenceNumber: string; readonly ShardId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

export function putRecord(stream: Stream, throttle: Throttle, input: JsonObject): object {
  const [outcome] = store(stream, throttle, [parse(stream, input)]);
  if (!outcome || 'ErrorCode' in outcome) {
    throw new AwsError(outcome?.ErrorCode ?? 'InternalFailure', outcome?.ErrorMessage ?? '');
  }
  return outcome;
}

/** All records are checked before the first is written: an invalid call leaves nothing behind. */
export function putRecords(stream: Stream, throttle: Throttle, input: JsonObject): object {
  const entries = objects(input, 'Records');
  if (entries.length < 1 || entries.length > MAX_RECORDS) {
    throw invalid(`Records must hold 1 to ${MAX_RECORDS} entries, not ${entries.length}`);
  }
  const puts = entries.map((entry) => parse(stream, entry));
  const bytes = puts.reduce((sum, put) => sum + put.data.length + put.partitionKey.length, 0);
  if (bytes > MAX_CALL_BYTES) {
    throw new AwsError('InvalidArgumentException', `Records exceed 10 MiB (${bytes} bytes)`);
  }
  const outcomes = store(stream, throttle, puts);
  const failed = outcomes.filter((outcome) => 'ErrorCode' in outcome).length;
  return { FailedRecordCount: failed, Records: outcomes };
}

function parse(stream: Stream, entry: JsonObject): Put {
  const partitionKey = text(entry, 'PartitionKey');
  if (partitionKey.length < 1 || partitionKey.length > MAX_KEY_CHARACTERS) {
    throw invalid(`PartitionKey must have 1 to ${MAX_KEY_CHARACTERS} characters`);
  }
  const hashKey = optionalText(entry, 'ExplicitHashKey');
  if (hashKey !== undefined && !/^(0|[1-9]\d{0,38})$/.test(hashKey)) {
    throw invalid('ExplicitHashKey must be a decimal number of at most 128 bits');
  }
  const data = Buffer.from(text(entry, 'Data'), 'base64');
  if (data.length + Buffer.byteLength(partitionKey) > MAX_RECORD_BYTES) {
    throw invalid(`Data must be at most 1 MiB with its partition key, not ${data.length} bytes`);
  }
  return { shard: stream.shardFor(partitionKey, hashKey), partitionKey, data };
}

/** One write per shard. */
function store(stream: Stream, throttle: Throttle, puts: readonly Put[]): readonly Outcome[] {
  const now = Date.now();
  const outcomes = new Array<Outcome>(puts.length);
  for (const shard of stream.shards) {
    const accepted: { put: Put; index: number }[] = [];
    puts.forEach((put, index) => {
      if (put.shard !== shard) return;
      if (throttle.admits(shard, put.data.length, now)) accepted.push({ put, index });
      else outcomes[index] = throttled(shard);
    });
    if (accepted.length === 0) continue;
    const start = shard.append(
      accepted.map(({ put }) => put),
      now,
    );
    accepted.forEach(({ index }, i) => {
      outcomes[index] = {
        SequenceNumber: sequenceNumber(shard.index, start + i),
        ShardId: shard.id,
      };
    });
  }
  return outcomes;
}

const throttled = (shard: Shard): Outcome => ({
  ErrorCode: 'ProvisionedThroughputExceededException',
  ErrorMessage: `Rate exceeded for shard ${shard.id}`,
});
const invalid = (why: string): AwsError => new AwsError('ValidationException', why);
