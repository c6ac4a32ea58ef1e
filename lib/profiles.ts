import type { PipelineSettings } from '../lambdas/shared/settings';
import type { EnvName } from './config';
import type { StreamSettings } from './settings';

/** Sizes of the streams by what a company does. */
export const PROFILES = ['default', 'banking', 'retail', 'lean', 'on-demand'] as const;
export type ProfileName = (typeof PROFILES)[number];

type Domain = PipelineSettings['domains'][number];
type Size = Pick<StreamSettings, 'shards' | 'retentionHours'>;
const SIZES: Readonly<Record<ProfileName, Readonly<Record<EnvName, Size>>>> = {
  default: everywhere({ shards: 2, retentionHours: 72 }),
  banking: {
    ...everywhere({ shards: 2, retentionHours: 168 }),
    prod: { shards: 10, retentionHours: 168 },
  },
  retail: {
    dev: { shards: 2, retentionHours: 72 },
    staging: { shards: 5, retentionHours: 72 },
    prod: { shards: 20, retentionHours: 72 },
  },
  lean: everywhere({ shards: 1, retentionHours: 24 }),
  'on-demand': everywhere({ shards: 'on-demand', retentionHours: 24 }),
};

function everywhere(size: Size): Readonly<Record<EnvName, Size>> {
  return { dev: size, staging: size, prod: size };
}

/**
 * The streams beside transactions. Each is one shard, 11 dollars a month: on demand would be 29, idle or not.
 * What sends little enough for one shard is read from files just as well where every dollar counts.
 */
const SMALL: readonly { readonly contract: string; readonly domain: Domain }[] = [
  { contract: 'stock_movements', domain: 'retail' },
  { contract: 'customer_updates', domain: 'shared' },
];
const SMALL_SIZE: Size = { shards: 1, retentionHours: 24 };

/** Lean leaves the small streams to files, but for dev, where all that there is can be tried. */
const hasSmall = (profile: ProfileName, env: EnvName): boolean =>
  profile !== 'lean' || env === 'dev';

/**
 * The streams of an environment: transactions by profile, the others as small as streams are.
 * @param domains whose models the environment builds: inventory is of no use without the retail ones
 */
export function streamsOf(
  profile: ProfileName,
  env: EnvName,
  domains: readonly Domain[],
): readonly StreamSettings[] {
  const small = SMALL.filter(({ domain }) => hasSmall(profile, env) && domains.includes(domain));
  return [
    { contract: 'transactions', ...SIZES[profile][env] },
    ...small.map(({ contract }) => ({ contract, ...SMALL_SIZE })),
  ];
}
