import type { LambdaName } from '../../../lib/build/lambdas';
import { LAMBDA_NAMES } from '../../../lib/build/lambdas';
import { at, ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';

/** What a function gets: seconds that its longest work takes with room to spare, and megabytes. */
interface Size {
  readonly seconds: number;
  readonly megabytes: number;
  /** Executions set aside, where it is not twenty. */
  readonly atOnce?: number;
  /** Megabytes of disk, where half a gigabyte is not enough. */
  readonly disk?: number;
}
/** One full processor comes with 1,769 MB: the gate is all computing. */
const SIZES: Readonly<Record<LambdaName, Size>> = {
  'transform-records': { seconds: 300, megabytes: 1769 },
  'archive-records': { seconds: 120, megabytes: 512 },
  'watch-records': { seconds: 60, megabytes: 1024 },
  'ingest-file': { seconds: 900, megabytes: 3008, disk: 10_240 },
  'note-object': { seconds: 30, megabytes: 256 },
  'collect-failed': { seconds: 300, megabytes: 1024 },
  'check-health': { seconds: 300, megabytes: 512, atOnce: 2 },
  'plan-run': { seconds: 900, megabytes: 2048 },
  'render-build': { seconds: 60, megabytes: 512 },
  'judge-build': { seconds: 300, megabytes: 1024 },
  'publish-slices': { seconds: 600, megabytes: 1024 },
  'report-run': { seconds: 300, megabytes: 512 },
  'load-warehouse': { seconds: 120, megabytes: 512 },
  'reap-slices': { seconds: 900, megabytes: 512, atOnce: 1 },
  'notify-chat': { seconds: 30, megabytes: 256, atOnce: 2 },
  'settle-network': { seconds: 60, megabytes: 256, atOnce: 1 },
  'migrate-warehouse': { seconds: 840, megabytes: 256, atOnce: 1 },
};
const AT_ONCE = 20;

export const functionsOf = (lake: Templates): readonly Resource[] =>
  ofType(lake, 'AWS::Lambda::Function');

/** `watch-records` of `sluice-dev-watch-records-transactions`. */
export function entryOf({ env }: Templates, { id, Properties }: Resource): LambdaName {
  const name = word(Properties.FunctionName).replace(`sluice-${env}-`, '');
  const entry = LAMBDA_NAMES.find((one) => name === one || name.startsWith(`${one}-`));
  if (entry === undefined) throw new Error(`${id} has no entry`);
  return entry;
}

/**
 * Batches of a shard that are under way at once: Firehose holds five of its own buffers, Lambda one. Whoever is
 * refused while catching up is given up in the end, so all shards go at once.
 */
const PER_SHARD: Readonly<Partial<Record<LambdaName, { readonly calls: number; least: number }>>> =
  {
    'transform-records': { calls: 5, least: AT_ONCE },
    'archive-records': { calls: 1, least: AT_ONCE },
    'watch-records': { calls: 1, least: 1 },
  };

/** A consumer of a stream is never refused; of a stream on demand nobody knows the shards, and nothing is set aside. */
export function atOnce(
  { config }: Pick<Templates, 'config'>,
  entry: LambdaName,
  { Properties }: Pick<Resource, 'Properties'>,
): number | null {
  const stream = config.streams.find(({ contract }) =>
    word(Properties.FunctionName).endsWith(`${entry}-${contract}`),
  );
  const per = PER_SHARD[entry];
  if (per === undefined || stream === undefined) return SIZES[entry].atOnce ?? AT_ONCE;
  return stream.shards === 'on-demand' ? null : Math.max(per.least, stream.shards * per.calls);
}

/** Findings of every function, of which there have to be some. */
const ofEach =
  (finds: (lake: Templates, one: Resource, entry: LambdaName) => readonly string[]) =>
  (lake: Templates): readonly string[] => {
    const functions = functionsOf(lake);
    return functions.length < 10
      ? [`only ${functions.length} functions`]
      : functions.flatMap((one) => finds(lake, one, entryOf(lake, one)));
  };

export const functionChecks: Checks = {
  'a function runs on arm64 and Node.js 24': ofEach((_lake, { id, Properties }) => [
    ...differs(`${id} architecture`, Properties.Architectures, ['arm64']),
    ...differs(`${id} runtime`, Properties.Runtime, 'nodejs24.x'),
    ...differs(`${id} handler`, Properties.Handler, 'handler.handler'),
  ]),

  'a function writes to a log group of its own': (lake) => {
    const groups = functionsOf(lake).map(({ id, Properties }) => {
      const group = word(plain(Properties.LoggingConfig));
      return { id, group, own: /LogGroup":"\$\{\w+LogGroup\w+\}/.test(group) };
    });
    return [
      ...groups.filter(({ own }) => !own).map(({ id }) => `${id} has no log group`),
      ...groups
        .filter(({ group }, index) => groups.findIndex((one) => one.group === group) < index)
        .map(({ id }) => `${id} shares its log group`),
    ];
  },

  'a function is traced, or follows who calls it every second': ofEach(
    (_lake, { id, Properties }, entry) =>
      differs(`${id} tracing`, Properties.TracingConfig, {
        Mode: entry === 'watch-records' ? 'PassThrough' : 'Active',
      }),
  ),

  'a function has time, memory and disk for its work': ofEach(
    (_lake, { id, Properties }, entry) => [
      ...differs(`${id} timeout`, Properties.Timeout, SIZES[entry].seconds),
      ...differs(`${id} memory`, Properties.MemorySize, SIZES[entry].megabytes),
      ...differs(`${id} disk`, at(Properties.EphemeralStorage, 'Size'), SIZES[entry].disk ?? null),
    ],
  ),

  'a function has executions set aside where the account has some to set aside': ofEach(
    (lake, one, entry) =>
      differs(
        `${one.id} executions`,
        one.Properties.ReservedConcurrentExecutions,
        lake.config.reserveConcurrency ? atOnce(lake, entry, one) : null,
      ),
  ),

  'a function has a role of its own': (lake) => {
    const roles = functionsOf(lake).map(({ Properties }) => text(Properties.Role));
    return new Set(roles).size === roles.length ? [] : ['functions share a role'];
  },
};
