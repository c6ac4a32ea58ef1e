import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../assembly/resources';
import { AwsError } from '../server/errors';
import { type JsonObject, optionalInteger, optionalText, text } from '../server/json';
import type { RuntimeContext, Service } from '../server/service';
import { putRecord, putRecords } from './puts';
import { decodeIterator, getRecords, listShards, shardIterator, streamSummary } from './reads';
import { Stream } from './stream';
import { noThrottle, shardThrottle } from './throttle';

/** The streams of the template, for services that read them in the same process. */
export interface Streams {
  byArn(arn: string): Stream | undefined;
  readonly all: readonly Stream[];
}

export function openStreams(resources: readonly Resource[], dataDir: string): Streams {
  const all = resources.map(
    ({ name, arn, properties }) =>
      new Stream(
        {
          name,
          arn,
          shards: optionalInteger(properties, 'ShardCount') ?? 1,
          retentionHours: optionalInteger(properties, 'RetentionPeriodHours') ?? 24,
        },
        join(dataDir, 'kinesis', name),
      ),
  );
  return { all, byArn: (arn) => all.find((stream) => stream.settings.arn === arn) };
}

/** Kinesis's data plane, JSON 1.1. @param throttled whether shards have AWS's write limits */
export function createKinesis(
  ctx: Pick<RuntimeContext, 'dataDir'>,
  streams: Streams,
  throttled: boolean,
): Service {
  const throttle = throttled ? shardThrottle() : noThrottle;
  const named = (name: string): Stream => {
    const stream = streams.all.find((one) => one.settings.name === name);
    if (!stream) {
      const known = streams.all.map((one) => one.settings.name).join(', ');
      throw new AwsError(
        'ResourceNotFoundException',
        `Stream ${name} under account 000000000000 not found: the template has ${known}`,
      );
    }
    return stream;
  };
  const of = (input: JsonObject): Stream => {
    const arn = optionalText(input, 'StreamARN');
    return named(arn === undefined ? text(input, 'StreamName') : (arn.split('/')[1] ?? arn));
  };
  const created = statSync(ctx.dataDir).birthtimeMs / 1000;
  return {
    name: 'kinesis',
    target: 'Kinesis_20131202',
    operations: {
      PutRecord: (input) => putRecord(of(input), throttle, input),
      PutRecords: (input) => putRecords(of(input), throttle, input),
      ListShards: (input) => ({ Shards: listShards(of(input)) }),
      GetShardIterator: (input) => shardIterator(of(input), input),
      GetRecords: (input) =>
        getRecords(named(decodeIterator(text(input, 'ShardIterator')).stream), input),
      DescribeStream: (input) => ({
        StreamDescription: {
          ...streamSummary(of(input), created),
          Shards: listShards(of(input)),
          HasMoreShards: false,
        },
      }),
      DescribeStreamSummary: (input) => ({
        StreamDescriptionSummary: {
          ...streamSummary(of(input), created),
          OpenShardCount: of(input).shards.length,
        },
      }),
      ListStreams: () => ({
        StreamNames: streams.all.map((stream) => stream.settings.name),
        HasMoreStreams: false,
      }),
    },
    stop: () => {
      for (const stream of streams.all) stream.close();
      return Promise.resolve();
    },
  };
}
