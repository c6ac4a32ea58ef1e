import { contracts } from '../../../lambdas/shared/contracts';
import { configFor } from '../../../lib/config';
import { at, listOf, ofType, text, word } from '../templates';
import type { Checks } from './check';
import {
  deliveriesOf,
  eachStream,
  fannedOut,
  mappingsOf,
  shortName,
  streams,
  unless,
} from './stream-parts';

/** What an environment of its own profile has, told once more: shards and hours by the stream's name. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  dev: { transactions: [1, 24], inventory: [1, 24], customer_updates: [1, 24] },
  staging: { transactions: [2, 72], inventory: [1, 24], customer_updates: [1, 24] },
  prod: { transactions: [2, 72], inventory: [1, 24], customer_updates: [1, 24] },
};
const PER_SHARD = [
  'IteratorAgeMilliseconds',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
];

/**
 * What streams are sized for: a busy second, in records and bytes a record. A shard takes 1,000 records and
 * 1 MB a second, and gives 2 MB and 5 calls a second, shared by all standard consumers, each of which asks
 * once a second. So three consumers read at most 2/3 MB a second of each shard: two shards carry 1,300
 * records of 1 KB, where their own limit on writing would let 2,000 in.
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
export const BUSY_SECOND: Readonly<Record<string, { records: number; bytes: number }>> = {
  transactions: { records: 1000, bytes: 1000 },
  inventory: { records: 500, bytes: 500 },
  customer_updates: { records: 500, bytes: 500 },
};
/** Of dev and lean: enough to try things, and for producers that pack. */
const ONE_SHARD = { records: 600, bytes: 1000 };
const SHARD = { inRecords: 1000, inBytes: 1_000_000, outBytes: 2_000_000, calls: 5 };

/** Shards that a busy second needs, by what comes in and by what all consumers take out. */
export const shardsNeeded = (
  { records, bytes }: { readonly records: number; readonly bytes: number },
  consumers: number,
): number =>
  Math.ceil(
    Math.max(
      records / SHARD.inRecords,
      (records * bytes) / SHARD.inBytes,
      (records * bytes * consumers) / SHARD.outBytes,
    ),
  );

export const streamsChecks: Checks = {
  'there is one stream per contract, as large as the environment is': (lake) => {
    const wanted = EXPECTED[lake.env] ?? {};
    const found = Object.fromEntries(
      streams(lake).map((stream) => [
        shortName(lake, stream),
        [stream.Properties.ShardCount, stream.Properties.RetentionPeriodHours],
      ]),
    );
    const isCounted = streams(lake).length === Object.keys(wanted).length;
    return unless(
      isCounted && JSON.stringify(found) === JSON.stringify(wanted),
      `streams are ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
    );
  },
  'every stream has provisioned shards': eachStream(({ Properties }) =>
    unless(at(Properties.StreamModeDetails, 'StreamMode') === 'PROVISIONED', 'another mode'),
  ),
  'every stream rests under the sensitive key': eachStream(({ Properties }) => [
    ...unless(at(Properties.StreamEncryption, 'EncryptionType') === 'KMS', 'is not encrypted'),
    ...unless(
      text(at(Properties.StreamEncryption, 'KeyId')).includes('SensitiveKey'),
      'another key than the sensitive one',
    ),
  ]),
  'every stream stays when the stack goes, where data is kept': eachStream((stream, { env }) => {
    const wanted = configFor(env).keepData ? 'Retain' : 'Delete';
    return [stream.DeletionPolicy, stream.UpdateReplacePolicy].flatMap((policy) =>
      unless(policy === wanted, `removal is ${policy ?? 'not said'}, not ${wanted}`),
    );
  }),
  'only where shards are many are there metrics that tell them apart: each is billed per shard':
    eachStream(({ Properties }) => {
      const wanted = Number(Properties.ShardCount) > 2 ? PER_SHARD : [];
      const found = listOf(Properties.DesiredShardLevelMetrics).map(word).sort();
      return unless(text(found) === text(wanted), `shard metrics are ${found.join(', ')}`);
    }),
  'every stream is delivered to bronze exactly once': eachStream((stream, lake) =>
    unless(deliveriesOf(lake, stream).length === 1, 'not one delivery stream'),
  ),
  'every stream is archived exactly once': eachStream((stream, lake) => {
    const archives = mappingsOf(lake, stream).filter(({ Properties }) =>
      word(at(Properties.FunctionName, 'Ref')).includes('Archive'),
    );
    return unless(archives.length === 1, 'not one archive');
  }),
  'every stream gives what all its consumers ask for in a busy second': eachStream(
    (stream, lake) => {
      const sharing = mappingsOf(lake, stream).length - fannedOut(lake, stream).length;
      const consumers = sharing + deliveriesOf(lake, stream).length;
      const name = shortName(lake, stream);
      const busy = lake.env === 'dev' ? ONE_SHARD : BUSY_SECOND[name];
      if (busy === undefined) return [`nobody said how busy ${name} is`];
      return [
        ...unless(consumers <= SHARD.calls, `${consumers} consumers call a shard too often`),
        ...unless(
          Number(stream.Properties.ShardCount) >= shardsNeeded(busy, consumers),
          `${consumers} consumers need ${shardsNeeded(busy, consumers)} shards`,
        ),
      ];
    },
  ),
  'contracts with a stream have their delivery schema': (lake) =>
    configFor(lake.env).streams.flatMap(({ contract }) => {
      const name = `${contract}_delivery_v${contracts[contract]?.version ?? 0}`;
      const tables = ofType(lake, 'AWS::Glue::Table').filter(
        ({ Properties }) => at(Properties.TableInput, 'Name') === name,
      );
      return unless(tables.length === 1, `${name}: ${tables.length} tables`);
    }),
};
