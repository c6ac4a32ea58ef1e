const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
export const DAY_MS = 86_400_000;
/** From the digits of a fraction that are there to milliseconds. */
const SHIFTS = [1, 10, 100] as const;
const ZERO = 0x30;
const DASH = 0x2d;
const COLON = 0x3a;
const CAPITAL_T = 0x54;
const CAPITAL_Z = 0x5a;
const POINT = 0x2e;
const PLUS = 0x2b;

/** Years outside are typing errors: nothing was sold before, and `9999-12-31` means "no date". */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Value of the digits in [from, to), NaN when one of them is none. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970-01-01 of a civil date (proleptic Gregorian, years from March). */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + dayOfEra + dayOfYear - 719_468;
}

/** Days since 1970-01-01 of the date at the start of `text`; NaN when there is no such date. */
function leadingDay(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const isForm = text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH;
  const last = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
  const isDate = isForm && year >= FIRST_YEAR && year <= LAST_YEAR && day >= 1 && day <= last;
  return isDate ? dayNumber(year, month, day) : Number.NaN;
}

/** Days since 1970-01-01 of `YYYY-MM-DD`; NaN for anything else. */
export const readDay = (text: string): number =>
  text.length === 10 ? leadingDay(text) : Number.NaN;

/** Minutes east of UTC of `Z`, `+hh:mm` or `-hh:mm` from `at` to the end; NaN for anything else. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === CAPITAL_Z) return text.length === at + 1 ? 0 : Number.NaN;
  const isForm = text.length === at + 6 && text.charCodeAt(at + 3) === COLON;
  if (!isForm || (sign !== PLUS && sign !== DASH)) return Number.NaN;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= ZERO + 9;

/** End of a fraction of 1 to 9 digits after the point at 19; 19 when there is no point, NaN when bad. */
function fractionEnd(text: string): number {
  if (text.charCodeAt(19) !== POINT) return 19;
  let end = 20;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end > 20 && end <= 29 ? end : Number.NaN;
}

/**
 * Epoch milliseconds of a strict RFC 3339 instant; NaN for anything else.
 * Capital T and Z, an offset, no leap second (Lambda's and Athena's clocks have none); what is finer
 * than a millisecond is cut off.
 */
export function readInstant(text: string): number {
  const isForm =
    text.charCodeAt(10) === CAPITAL_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON;
  const end = fractionEnd(text);
  if (!isForm || Number.isNaN(end)) return Number.NaN;
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  const shown = Math.min(end, 23);
  const ms = end > 19 ? digits(text, 20, shown) * (SHIFTS[23 - shown] ?? 1) : 0;
  const minutes = hour * 60 + minute - offsetMinutes(text, end);
  return leadingDay(text) * DAY_MS + minutes * 60_000 + second * 1000 + ms;
}

let latest = { ms: 0, text: new Date(0).toISOString() };

/** `2026-01-02T03:04:05.678Z`: the canonical form in bronze. Records that arrive together share it. */
export function formatInstant(ms: number): string {
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

/** The days of one run are few: their texts are kept. */
const names = new Map<number, string>();
const MAX_NAMES = 10_000;

/** `YYYY-MM-DD` of a day number. */
export function formatDay(day: number): string {
  const known = names.get(day);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMES) names.clear();
  const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
  names.set(day, name);
  return name;
}

/** The UTC date of an epoch millisecond. */
export const arrivalDate = (ms: number): string => formatDay(Math.floor(ms / DAY_MS));
