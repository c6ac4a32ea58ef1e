import { addDays } from '../shared/models/slices';
import { businessDay } from '../shared/gate/zone';
import type { HealthSettings } from '../shared/settings';
import { robustSigmas } from './robust';

const HOUR_MS = 3_600_000;
/** A day is judged when its last records have had time to arrive and to be built. */
const LATE_HOURS = 3;
const WEEKS = 8;
/** Fewer days say too little about a weekday. */
const LEAST_WEEKS = 4;

export interface JudgedVolume {
  readonly day: string;
  readonly rows: number;
  /** Robust standard deviations from the same weekdays before. */
  readonly sigmas: number;
}

/** The newest business day that is over. @param now epoch milliseconds */
export const endedDay = (now: number, { businessDay: day }: HealthSettings): string =>
  addDays(businessDay(now - LATE_HOURS * HOUR_MS, day.timeZone, day.cutoffHour), -1);

/** That day and the same weekdays before it, newest first: what has to be looked up. */
export const volumeDays = (day: string): readonly string[] =>
  Array.from({ length: WEEKS + 1 }, (_, weeks) => addDays(day, -7 * weeks));

/**
 * A day's rows against the same weekdays of the last weeks.
 * @param rowsOf rows by published day; a day without a slice has none
 * @returns undefined while fewer than four such days are known: a new lake has no habits
 */
export function judgeVolume(
  day: string,
  rowsOf: ReadonlyMap<string, number>,
): JudgedVolume | undefined {
  const [, ...earlier] = volumeDays(day);
  const others = earlier.flatMap((one) => rowsOf.get(one) ?? []);
  if (others.length < LEAST_WEEKS) return undefined;
  const rows = rowsOf.get(day) ?? 0;
  return { day, rows, sigmas: robustSigmas(rows, others) };
}
