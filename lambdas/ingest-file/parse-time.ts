import type { WallTime } from '../shared/wall-time';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED_MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';

/** Directives of C's strptime, with the pattern that each reads. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '\\d{1,2}',
  b: NAMED_MONTH,
  B: NAMED_MONTH,
  d: '\\d{1,2}',
  e: '\\d{1,2}',
  H: '\\d{1,2}',
  I: '\\d{1,2}',
  p: '[ap]\\.?m\\.?',
  M: '\\d{1,2}',
  S: '\\d{1,2}',
  f: '\\d{1,9}',
  z: 'Z|[-+]\\d{2}:?\\d{2}',
  s: '-?\\d{1,12}',
  a: '[a-z]+\\.?',
  A: '[a-z]+\\.?',
};
const SHORTHANDS: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  D: '%m/%d/%y',
};
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[-+]\d{2}:?\d{2})?$/i;
const ISO_NAMES = ['Y', 'm', 'd', 'H', 'M', 'S', 'f', 'z'];

export type TimeParser = (text: string) => WallTime | undefined;
type Parts = ReadonlyMap<string, string>;

const number = (parts: Parts, name: string): number | undefined => {
  const text = parts.get(name);
  return text === undefined ? undefined : Number(text);
};

function yearOf(parts: Parts): number {
  const short = number(parts, 'y');
  // POSIX: 69–99 are the 1900s, 00–68 the 2000s.
  if (short !== undefined) return short + (short >= 69 ? 1900 : 2000);
  return number(parts, 'Y') ?? 1970;
}

function monthOf(parts: Parts): number {
  const named = parts.get('b') ?? parts.get('B');
  if (named !== undefined) return MONTHS.indexOf(named.slice(0, 3).toLowerCase()) + 1;
  return number(parts, 'm') ?? 1;
}

function hourOf(parts: Parts): number {
  const half = number(parts, 'I');
  if (half === undefined) return number(parts, 'H') ?? 0;
  if (half < 1 || half > 12) return Number.NaN;
  return (half % 12) + (/^p/i.test(parts.get('p') ?? '') ? 12 : 0);
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Checks the calendar (no 31 February, no hour 25); undefined when the date does not exist. */
function wallOf(parts: Parts): WallTime | undefined {
  const epoch = number(parts, 's');
  if (epoch !== undefined) return { wall: epoch * 1000, offset: 0 };
  const [year, month, day] = [
    yearOf(parts),
    monthOf(parts),
    number(parts, 'd') ?? number(parts, 'e') ?? 1,
  ];
  const [hour, minute, second] = [hourOf(parts), number(parts, 'M') ?? 0, number(parts, 'S') ?? 0];
  const ms = Number((parts.get('f') ?? '').padEnd(3, '0').slice(0, 3));
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || !(hour <= 23) || minute > 59 || second > 59) return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return { wall, offset: offsetOf(parts.get('z')) };
}

const parserOf =
  (pattern: RegExp, names: readonly string[]): TimeParser =>
  (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const found = names.flatMap((name, at): [string, string][] => {
      const value = match[at + 1];
      return value === undefined ? [] : [[name, value]];
    });
    return wallOf(new Map(found));
  };

/** ISO 8601 and its everyday form with a blank; a bare date is midnight. */
export const parseIso: TimeParser = parserOf(ISO, ISO_NAMES);

/**
 * A parser for a strptime-like format, e.g. `%d/%m/%Y %H:%M`; month names are English, `%s` is epoch seconds.
 * @throws Error that names the directive it does not know and lists the known ones
 */
export function timeParser(format: string): TimeParser {
  const names: string[] = [];
  const spelled = format.replace(/%([FTD])/g, (_, name: string) => SHORTHANDS[name] ?? '');
  const pattern = spelled.replace(/%-?(.)|\s+|[^\w\s%]/g, (token, name: string | undefined) => {
    if (name === undefined) return /\s/.test(token) ? '\\s+' : `\\${token}`;
    if (name === '%') return '%';
    const reads = DIRECTIVES[name];
    if (reads === undefined) {
      throw new Error(
        `unknown time directive "%${name}": use one of %${Object.keys(DIRECTIVES).join(' %')} %F %T %D`,
      );
    }
    names.push(name);
    return `(${reads})`;
  });
  return parserOf(new RegExp(`^${pattern}$`, 'i'), names);
}
