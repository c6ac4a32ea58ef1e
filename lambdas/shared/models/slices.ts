import { WHOLE_TABLE_SLICE, type Model, type SliceUnit } from './model';

/**
 * Pure calendar: a slice is named by its first day (`YYYY-MM-DD`), weeks begin on Monday (ISO 8601).
 * Dates are counted in UTC, so that no time zone or daylight saving takes part.
 */
const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const format = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether the text is a day of the calendar, years 0001–9999. */
export function isDay(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null || match[1] === '0000') return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && format(ms) === text;
}

/** Planning asks for the same few thousand days millions of times. */
const instants = new Map<string, number>();

function toMs(day: string): number {
  const known = instants.get(day);
  if (known !== undefined) return known;
  if (!isDay(day)) throw new Error(`not a day of the calendar: write YYYY-MM-DD`);
  const ms = Date.parse(`${day}T00:00:00Z`);
  instants.set(day, ms);
  return ms;
}

/** The day `count` days later (earlier when negative). */
export const addDays = (day: string, count: number): string => format(toMs(day) + count * DAY_MS);

const monday = (day: string): string => {
  const weekday = (new Date(toMs(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
};

function addMonths(first: string, count: number): string {
  const date = new Date(toMs(first));
  return format(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
}

/** The slice that a day falls into. */
export function sliceOf(unit: SliceUnit, day: string): string {
  toMs(day);
  if (unit === 'none') return WHOLE_TABLE_SLICE;
  if (unit === 'week') return monday(day);
  return unit === 'month' ? `${day.slice(0, 7)}-01` : day;
}

/** The slice `count` slices later (earlier when negative). A whole table has no other slice. */
export function addSlices(unit: SliceUnit, slice: string, count: number): string {
  if (unit === 'none') return WHOLE_TABLE_SLICE;
  if (unit === 'month') return addMonths(slice, count);
  return addDays(slice, unit === 'week' ? 7 * count : count);
}

/** First day and the day after the last (exclusive). */
export interface DayRange {
  readonly start: string;
  readonly end: string;
}

/**
 * Days of a slice.
 * @throws Error when the slice is not the first day of its unit, or is a whole table's
 */
export function sliceRange(unit: SliceUnit, slice: string): DayRange {
  if (unit === 'none') throw new Error('a whole table has no range of days');
  if (sliceOf(unit, slice) !== slice) {
    throw new Error(`${slice} does not begin a ${unit}: its slice is ${sliceOf(unit, slice)}`);
  }
  return { start: slice, end: addSlices(unit, slice, 1) };
}

/** Slices that cover the days from `start` until before `end`, in order. */
export function slicesBetween(unit: SliceUnit, { start, end }: DayRange): readonly string[] {
  if (unit === 'none') return start < end ? [WHOLE_TABLE_SLICE] : [];
  const slices: string[] = [];
  for (let slice = sliceOf(unit, start); slice < end; slice = addSlices(unit, slice, 1)) {
    slices.push(slice);
  }
  return slices;
}

/** Slices of the model that read the day: its own and, by lookback, later ones. */
export function touchedSlices(
  { slice: { by, lookback } }: Pick<Model, 'slice'>,
  day: string,
): readonly string[] {
  const own = sliceOf(by, day);
  if (by === 'none') return [own];
  return Array.from({ length: lookback + 1 }, (_, later) => addSlices(by, own, later));
}

/** Days that one slice reads: its own and those of its lookback. */
export function readRange(
  { slice: { by, lookback } }: Pick<Model, 'slice'>,
  slice: string,
): DayRange {
  const { end } = sliceRange(by, slice);
  return { start: addSlices(by, slice, -lookback), end };
}

/** The ranges in order, touching and overlapping ones made one. */
export function mergeRanges(ranges: readonly DayRange[]): readonly DayRange[] {
  const merged: DayRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end) merged.push(range);
    else if (range.end > last.end) merged.splice(-1, 1, { start: last.start, end: range.end });
  }
  return merged;
}
