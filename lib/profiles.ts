import type { PipelineSettings } from '../lambdas/shared/settings';
import type { Config, EnvName } from './config';
import type { StreamSettings } from './settings';

/** What a company is, and with it how large and how watched its lake. `small` is what dev runs. */
export const PROFILES = ['default', 'small', 'banking', 'retail', 'lean', 'on-demand'] as const;
export type ProfileName = (typeof PROFILES)[number];

type Domain = PipelineSettings['domains'][number];
type Size = Pick<StreamSettings, 'shards' | 'retentionHours'>;

/** What a profile decides. The rest is the environment's. */
export interface ProfileSettings {
  /** Of the stream of transactions. */
  readonly sizes: Readonly<Record<EnvName, Size>>;
  /** Streams beside transactions: each is one shard, 11 dollars a month. */
  readonly smallStreams: boolean;
  /** Metrics of each shard, where one hot or slow one would hide in the stream's own, which are free. */
  readonly shardMetrics: boolean;
  /** Records that producers pack into one Kinesis record; see `ProducerSettings`. */
  readonly packed: number;
  /** Of staging and prod: a third more than ten million records a day cost, so that it tells of what is unusual. */
  readonly monthlyDollars: number;
  /** What is left out or done more rarely than the environment would. */
  readonly changes: (config: Config) => Partial<Config>;
}

const asConfigured = (): Partial<Config> => ({});
/** Twelve records of 409 bytes fill the 5 KB that Firehose counts for each. */
const STANDARD = {
  smallStreams: true,
  shardMetrics: false,
  packed: 12,
  monthlyDollars: 290,
  changes: asConfigured,
} as const;

const SETTINGS: Readonly<Record<ProfileName, ProfileSettings>> = {
  default: { ...STANDARD, sizes: everywhere({ shards: 2, retentionHours: 72 }) },
  small: { ...STANDARD, monthlyDollars: 225, sizes: everywhere({ shards: 1, retentionHours: 24 }) },
  banking: {
    ...STANDARD,
    monthlyDollars: 650,
    shardMetrics: true,
    // Every record writes a profile, and salaries come all at once.
    changes: byRequest,
    sizes: {
      ...everywhere({ shards: 2, retentionHours: 168 }),
      prod: { shards: 10, retentionHours: 168 },
    },
  },
  retail: {
    ...STANDARD,
    monthlyDollars: 900,
    shardMetrics: true,
    sizes: {
      dev: { shards: 2, retentionHours: 72 },
      staging: { shards: 5, retentionHours: 72 },
      prod: { shards: 20, retentionHours: 72 },
    },
  },
  lean: {
    ...STANDARD,
    monthlyDollars: 46,
    sizes: everywhere({ shards: 1, retentionHours: 24 }),
    smallStreams: false,
    // A full payload unit of 25 KB: batches take seconds more to fill, which a daily run does not notice.
    packed: 62,
    changes: lean,
  },
  'on-demand': {
    ...STANDARD,
    monthlyDollars: 340,
    sizes: everywhere({ shards: 'on-demand', retentionHours: 24 }),
    changes: byRequest,
  },
};

/** Capacity that follows the load within minutes is too late for an alert: paid by request, nothing is refused. */
function byRequest({ watcher }: Config): Partial<Config> {
  return { watcher: { ...watcher, profileCapacity: 'on-demand' } };
}

function everywhere(size: Size): Readonly<Record<EnvName, Size>> {
  return { dev: size, staging: size, prod: size };
}

const DAY_MINUTES = 1440;
const LEAN_DAYS = 90;
/**
 * The least that still keeps every promise about the data: doors, gate, archive, keys, trail, tables once a day.
 * Nobody is alerted within seconds, and nobody looks at volumes, quality or files by the hour.
 */
function lean({ monitoring, pipeline, storage, watcher }: Config): Partial<Config> {
  return {
    watcher: { ...watcher, enabled: false },
    warehouse: 'off',
    schedule: { everyMinutes: DAY_MINUTES, enabled: true },
    pipeline: { ...pipeline, movedKeys: 'monthly', retentionDays: LEAN_DAYS, spark: 'sql' },
    monitoring: { ...monitoring, level: 'essential', runSlaMinutes: DAY_MINUTES + 120 },
    storage: leanStorage(storage),
  };
}

/** A quarter of history. What is read back is bronze: the archive may sleep from its first week on. */
const leanStorage = (storage: Config['storage']): Config['storage'] => ({
  ...storage,
  objectLock: storage.objectLock === 'off' ? 'off' : { ...storage.objectLock, days: LEAN_DAYS },
  mostDays: LEAN_DAYS,
  archiveTiering: { glacierDays: 7, deepArchiveDays: 365 },
});

/**
 * The streams beside transactions, as small as streams are: on demand each would be 29 dollars, idle or not.
 * What sends little enough is read from files just as well where every dollar counts.
 */
const SMALL: readonly { readonly contract: string; readonly domain: Domain }[] = [
  { contract: 'stock_movements', domain: 'retail' },
  { contract: 'customer_updates', domain: 'shared' },
];
const SMALL_SIZE: Size = { shards: 1, retentionHours: 24 };

/**
 * The streams of an environment: transactions by profile, the others as small as streams are.
 * @param domains whose models the environment builds: inventory is of no use without the retail ones
 */
export function streamsOf(
  profile: ProfileName,
  env: EnvName,
  domains: readonly Domain[],
): readonly StreamSettings[] {
  const { sizes, smallStreams, shardMetrics } = SETTINGS[profile];
  const small = SMALL.filter(({ domain }) => smallStreams && domains.includes(domain));
  return [
    { contract: 'transactions', ...sizes[env], shardMetrics },
    ...small.map(({ contract }) => ({ contract, ...SMALL_SIZE, shardMetrics: false })),
  ];
}

/** A configuration as a profile makes it. */
export function withProfile(config: Config, profile: ProfileName): Config {
  const { packed, monthlyDollars, changes } = SETTINGS[profile];
  return {
    ...config,
    ...changes(config),
    profile,
    // A developer's lake costs what it costs idle.
    budget: config.env === 'dev' ? config.budget : { ...config.budget, monthlyDollars },
    streams: streamsOf(profile, config.env, config.pipeline.domains),
    producers: { packed },
  };
}
