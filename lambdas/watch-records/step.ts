import type { Alert } from '../shared/alerts';
import type { WatchSettings } from '../shared/settings';
import { alertOf } from './alert';
import { newestFirst, settled, united, type Profile } from './profile';
import { profileAnomalies } from './rules';
import type { Delivered, Track } from './sighting';

export interface WatchContext {
  readonly env: string;
  readonly track: Track;
  readonly settings: WatchSettings;
}

/** What a batch makes of one customer. */
export interface Step {
  readonly next: Profile;
  /** A batch that comes again changes nothing and costs no write. */
  readonly isChanged: boolean;
  readonly alerts: readonly Alert[];
}

/** @param delivered what the customer did within the batch; at least one */
export function stepOf(
  profile: Profile,
  delivered: readonly Delivered[],
  { env, track, settings }: WatchContext,
): Step {
  const before = new Set(profile[track].recent);
  const all = united(profile[track], delivered);
  const other = track === 'transactions' ? 'customer_updates' : 'transactions';
  const everything = [...all, ...profile[other].recent].sort(newestFirst);
  const byKey = new Map(delivered.map((sighting) => [sighting.key, sighting]));
  const anomalies = profileAnomalies(everything, new Set(byKey.keys()), settings);
  return {
    next: { ...profile, [track]: settled(track, profile[track], all) },
    isChanged: all.some((sighting) => !before.has(sighting)),
    alerts: anomalies.flatMap((anomaly) => {
      const because = byKey.get(anomaly.sighting.key) ?? delivered[0];
      return because === undefined ? [] : [alertOf(anomaly, because, env)];
    }),
  };
}

/** By token: what the customers did whose profiles are kept. */
export function byCustomer(
  delivered: readonly Delivered[],
  { profileTypes }: WatchSettings,
): ReadonlyMap<string, readonly Delivered[]> {
  const customers = new Map<string, Delivered[]>();
  for (const sighting of delivered) {
    const { subject, type, track } = sighting;
    const isKept =
      track === 'customer_updates' || profileTypes === 'all' || profileTypes.includes(type);
    if (subject === undefined || !isKept) continue;
    const known = customers.get(subject);
    if (known === undefined) customers.set(subject, [sighting]);
    else known.push(sighting);
  }
  return customers;
}
