import type { EnvName } from './config';
import type { StreamSettings } from './settings';

/** Sizes of the streams by what a company does. */
export const PROFILES = ['default', 'banking', 'retail', 'lean', 'on-demand'] as const;
export type ProfileName = (typeof PROFILES)[number];

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

/** The streams of an environment: transactions by profile, the small ones as small as streams are. */
export function streamsOf(profile: ProfileName, env: EnvName): readonly StreamSettings[] {
  return [{ contract: 'transactions', ...SIZES[profile][env] }];
}
