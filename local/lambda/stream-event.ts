import { randomUUID } from 'node:crypto';
import type { StoredRecord } from '../kinesis/frames';
import { sequenceNumber } from '../kinesis/sequence';
import type { Shard } from '../kinesis/shard';
import { isObject } from '../server/json';
import type { MappingSettings } from './mapping';
import type { Outcome } from './sandbox';

/** Lambda's event for a batch of Kinesis records. */
export function streamEvent(
  { streamArn }: MappingSettings,
  shard: Shard,
  records: readonly StoredRecord[],
): object {
  return {
    Records: records.map((record) => {
      const sequence = sequenceNumber(shard.index, record.ordinal);
      return {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: record.partitionKey,
          sequenceNumber: sequence,
          data: record.data.toString('base64'),
          approximateArrivalTimestamp: record.arrived / 1000,
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `${shard.id}:${sequence}`,
        eventName: 'aws:kinesis:record',
        invokeIdentityArn: 'arn:aws:iam::000000000000:role/laptop',
        awsRegion: streamArn.split(':')[3] ?? '',
        eventSourceARN: streamArn,
      };
    }),
  };
}

/**
 * Index of the first record that has to be tried again; undefined when all are done. With partial answers the LOWEST
 * reported sequence number counts, and a number that is not in the batch fails all of it (Lambda guide, "Kinesis
 * batch item failures").
 */
export function firstFailure(
  mapping: MappingSettings,
  shard: Shard,
  records: readonly StoredRecord[],
  outcome: Outcome,
): number | undefined {
  if (!outcome.ok) return 0;
  if (!mapping.reportsItemFailures) return undefined;
  const answer: unknown = JSON.parse(outcome.text);
  const failures = isObject(answer) ? answer.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return undefined;
  if (!Array.isArray(failures)) return 0;
  const positions = failures.map((failure: unknown) =>
    records.findIndex(
      (record) =>
        isObject(failure) && failure.itemIdentifier === sequenceNumber(shard.index, record.ordinal),
    ),
  );
  if (positions.length === 0) return undefined;
  return Math.max(0, Math.min(...positions));
}

/** The object that Lambda writes to an S3 destination for a batch that it gives up. */
export function failureObject(
  mapping: MappingSettings,
  shard: Shard,
  records: readonly StoredRecord[],
  { condition, attempts, now }: { condition: string; attempts: number; now: Date },
): { key: string; body: string } {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) throw new Error('a batch without records cannot fail');
  const iso = now.toISOString();
  const day = iso.slice(0, 10).replaceAll('-', '/');
  const time = iso.slice(0, 19).replaceAll(':', '.');
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionName,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: iso,
    KinesisBatchInfo: {
      shardId: shard.id,
      startSequenceNumber: sequenceNumber(shard.index, first.ordinal),
      endSequenceNumber: sequenceNumber(shard.index, last.ordinal),
      approximateArrivalOfFirstRecord: new Date(first.arrived).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrived).toISOString(),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
    payload: JSON.stringify(streamEvent(mapping, shard, records)),
  };
  return {
    key: `aws/lambda/${mapping.id}/${shard.id}/${day}/${time}-${randomUUID()}`,
    body: JSON.stringify(body),
  };
}
