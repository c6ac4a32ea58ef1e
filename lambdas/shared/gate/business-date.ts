import type { Contract } from '../contracts/contract';
import type { GateSettings } from '../settings';
import { type Facts, textOf } from './facts';
import { businessDay } from './zone';

/**
 * The business day of a record: as given, else the local date of when it happened after the cut-off,
 * in the record's zone, else the source's, else the environment's.
 * @returns `YYYY-MM-DD`; undefined when the record has neither date nor time
 */
export function businessDateOf(
  { happenedAt = '' }: Contract,
  facts: Facts,
  settings: GateSettings,
  sourceZone: string | undefined,
): string | undefined {
  const given = textOf(facts, 'business_date');
  if (given !== undefined) return given;
  const ms = facts.instants[happenedAt];
  if (ms === undefined) return undefined;
  const zone = textOf(facts, 'time_zone') ?? sourceZone ?? settings.timeZone;
  return businessDay(ms, zone, settings.cutoffHour);
}
