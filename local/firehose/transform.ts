import { randomUUID } from 'node:crypto';
import { sequenceNumber } from '../kinesis/sequence';
import type { Shard } from '../kinesis/shard';
import { isObject } from '../server/json';
import type { Functions } from '../lambda/functions';
import type { UserRecord } from './deaggregate';
import type { DeliverySettings, Transform } from './settings';

/** A record on its way, with where it came from. */
export interface SourceRecord extends UserRecord {
  readonly shard: Shard;
}
export interface Transformed {
  readonly source: SourceRecord;
  readonly data: Buffer;
  readonly partitionKeys: Readonly<Record<string, string>>;
}
export interface Failed {
  readonly source: SourceRecord;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}
export interface TransformResult {
  readonly ok: readonly Transformed[];
  readonly failed: readonly Failed[];
  readonly dropped: number;
}

const RETRY_AFTER_MS = [100, 400, 1_000];

/**
 * Invokes the transform for one batch, again up to its number of retries, and sorts the answers (Firehose guide, "Data
 * transformation"). A batch that cannot be transformed is failed as a whole, never held back.
 */
export async function transformBatch(
  settings: DeliverySettings,
  transform: Transform,
  functions: Functions,
  records: readonly SourceRecord[],
): Promise<TransformResult> {
  const ids = records.map(
    (record, index) =>
      sequenceNumber(record.shard.index, record.ordinal) + String(index).padStart(6, '0'),
  );
  const event = JSON.stringify(transformEvent(settings, records, ids));
  let code = 'Lambda.FunctionError';
  let message = '';
  for (let attempt = 0; attempt <= transform.retries; attempt += 1) {
    if (attempt > 0)
      await new Promise((go) => setTimeout(go, RETRY_AFTER_MS[attempt - 1] ?? 1_000));
    const outcome = await functions.invokeText(transform.functionArn, event);
    const answer: unknown = JSON.parse(outcome.text);
    if (outcome.ok && isObject(answer) && Array.isArray(answer.records)) {
      return sort(records, ids, answer.records, attempt + 1);
    }
    code = outcome.ok ? 'Lambda.JsonProcessingException' : 'Lambda.FunctionError';
    message = outcome.ok
      ? 'The Lambda function was successfully invoked but it returned an error result: no records'
      : `The Lambda function failed: ${isObject(answer) ? String(answer.errorType) : 'unknown'}`;
  }
  const attempts = transform.retries + 1;
  return {
    ok: [],
    failed: records.map((source) => ({ source, code, message, attempts })),
    dropped: 0,
  };
}

function transformEvent(
  { arn, streamArn }: DeliverySettings,
  records: readonly SourceRecord[],
  ids: readonly string[],
): object {
  return {
    invocationId: randomUUID(),
    sourceKinesisStreamArn: streamArn,
    deliveryStreamArn: arn,
    region: arn.split(':')[3] ?? '',
    records: records.map((record, index) => ({
      recordId: ids[index] ?? '',
      approximateArrivalTimestamp: record.arrived,
      data: record.data.toString('base64'),
      kinesisRecordMetadata: {
        sequenceNumber: sequenceNumber(record.shard.index, record.ordinal),
        subsequenceNumber: record.subsequence,
        partitionKey: record.partitionKey,
        shardId: record.shard.id,
        approximateArrivalTimestamp: record.arrived,
      },
    })),
  };
}

function sort(
  records: readonly SourceRecord[],
  ids: readonly string[],
  answers: readonly unknown[],
  attempts: number,
): TransformResult {
  const byId = new Map<unknown, unknown>();
  for (const answer of answers) if (isObject(answer)) byId.set(answer.recordId, answer);
  const ok: Transformed[] = [];
  const failed: Failed[] = [];
  let dropped = 0;
  records.forEach((source, index) => {
    const answer = byId.get(ids[index]);
    const fail = (code: string, message: string): void => {
      failed.push({ source, code, message, attempts });
    };
    if (!isObject(answer)) {
      fail('Lambda.MissingRecordId', 'The transform did not answer for this record');
    } else if (answer.result === 'Dropped') {
      dropped += 1;
    } else if (answer.result === 'Ok' && typeof answer.data === 'string') {
      const data = Buffer.from(answer.data, 'base64');
      ok.push({ source, data, partitionKeys: partitionKeysOf(answer.metadata) });
    } else {
      fail('Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record');
    }
  });
  return { ok, failed, dropped };
}

function partitionKeysOf(metadata: unknown): Readonly<Record<string, string>> {
  const keys = isObject(metadata) ? metadata.partitionKeys : undefined;
  if (!isObject(keys)) return {};
  return Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, String(value)]));
}
