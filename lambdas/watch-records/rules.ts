import type { AnomalyReason, RuleName } from '../shared/alerts';
import type { AmountLimits, WatchSettings } from '../shared/settings';
import { scaled } from '../shared/gate/decimal';
import { newestFirst } from './profile';
import { PLACES, type Sighting } from './sighting';

export interface Anomaly {
  readonly rule: RuleName;
  readonly reason: AnomalyReason;
  /** What set it off. */
  readonly sighting: Sighting;
  /** Of `velocity`: how many there were within the window. */
  readonly count?: number;
  /** Of `country_jump`: the other country. */
  readonly from?: string;
  readonly windowSeconds?: number;
}

const isAbove = ({ currency, amount }: Sighting, limits: AmountLimits): boolean =>
  currency !== '' && amount > scaled(limits[currency] ?? limits.default, PLACES);

export const isHighValue = (sighting: Sighting, { highValue }: WatchSettings): boolean =>
  isAbove(sighting, highValue);

/** Needs no profile: every transaction is judged, whoever made it. */
export const amountAnomaly = (
  sighting: Sighting,
  { anomaly }: WatchSettings,
): Anomaly | undefined =>
  isAbove(sighting, anomaly)
    ? { rule: 'amount', reason: 'amount.above_limit', sighting }
    : undefined;

const VELOCITY = {
  transaction: 'velocity.transactions',
  profile_update: 'velocity.profile_updates',
} as const;

function velocity(
  sighting: Sighting,
  all: readonly Sighting[],
  settings: WatchSettings,
): Anomaly | undefined {
  const { kind } = sighting;
  if (kind === 'login') return undefined;
  const limit = kind === 'transaction' ? settings.velocity : settings.updateVelocity;
  const after = sighting.at - limit.windowSeconds * 1000;
  const { length } = all.filter(
    (one) => one.kind === kind && one.at > after && one.at <= sighting.at,
  );
  if (length <= limit.count) return undefined;
  const { windowSeconds } = limit;
  return { rule: 'velocity', reason: VELOCITY[kind], sighting, count: length, windowSeconds };
}

/** Somewhere else shortly before. Any such sighting counts, so that one more can never undo an anomaly. */
function countryJump(
  sighting: Sighting,
  all: readonly Sighting[],
  { countryJump: { windowSeconds } }: WatchSettings,
): Anomaly | undefined {
  if (sighting.country === '') return undefined;
  const from = sighting.at - windowSeconds * 1000;
  const elsewhere = all.find(
    (one) =>
      one.country !== '' &&
      one.country !== sighting.country &&
      one.at >= from &&
      newestFirst(one, sighting) > 0,
  );
  if (elsewhere === undefined) return undefined;
  const reason = 'country.jump';
  return { rule: 'country_jump', reason, sighting, from: elsewhere.country, windowSeconds };
}

/**
 * Anomalies of one customer. A late record is judged too, and so is whatever happened after it within a window:
 * the same ones are found in any order of the records.
 * @param all every sighting that is known by name, of all streams, newest first
 * @param delivered keys of those in the batch
 */
export function profileAnomalies(
  all: readonly Sighting[],
  delivered: ReadonlySet<string>,
  settings: WatchSettings,
): readonly Anomaly[] {
  const { velocity: moves, updateVelocity: updates, countryJump: jump } = settings;
  const windowMs = 1000 * Math.max(moves.windowSeconds, updates.windowSeconds, jump.windowSeconds);
  const fresh = all.filter(({ key }) => delivered.has(key));
  const isTouched = ({ at }: Sighting): boolean =>
    fresh.some((one) => one.at <= at && at <= one.at + windowMs);
  return all
    .filter(isTouched)
    .flatMap((one) => [velocity(one, all, settings), countryJump(one, all, settings)])
    .filter((anomaly) => anomaly !== undefined);
}
