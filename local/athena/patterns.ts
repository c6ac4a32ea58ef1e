/**
 * Joda (`yyyy-MM-dd`) and MySQL (`%Y-%m-%d`) date patterns over `2026-01-05 12:34:56.789`: the letters that
 * are unambiguous. Any other is refused.
 */
interface Field {
  readonly digits: number;
  readonly part: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'milli';
}
type Piece = Field | { readonly literal: string } | { readonly name: NameKind };
type NameKind = 'weekday' | 'Weekday' | 'month' | 'Month' | 'week' | 'weekYear' | 'doy' | 'zone';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const JODA: Readonly<Record<string, Piece>> = {
  yyyy: { digits: 4, part: 'year' },
  YYYY: { digits: 4, part: 'year' },
  MM: { digits: 2, part: 'month' },
  dd: { digits: 2, part: 'day' },
  HH: { digits: 2, part: 'hour' },
  mm: { digits: 2, part: 'minute' },
  ss: { digits: 2, part: 'second' },
  SSS: { digits: 3, part: 'milli' },
  MMM: { name: 'month' },
  MMMM: { name: 'Month' },
  E: { name: 'weekday' },
  EEE: { name: 'weekday' },
  EEEE: { name: 'Weekday' },
  DDD: { name: 'doy' },
  ww: { name: 'week' },
  xxxx: { name: 'weekYear' },
  Z: { name: 'zone' },
};
const MYSQL: Readonly<Record<string, Piece>> = {
  Y: { digits: 4, part: 'year' },
  m: { digits: 2, part: 'month' },
  d: { digits: 2, part: 'day' },
  H: { digits: 2, part: 'hour' },
  i: { digits: 2, part: 'minute' },
  s: { digits: 2, part: 'second' },
  S: { digits: 2, part: 'second' },
  b: { name: 'month' },
  M: { name: 'Month' },
  a: { name: 'weekday' },
  W: { name: 'Weekday' },
  j: { name: 'doy' },
  v: { name: 'week' },
  x: { name: 'weekYear' },
};

const refuse = (pattern: string): Error =>
  new Error(
    `INVALID_FUNCTION_ARGUMENT: the laptop does not know every letter of the date pattern "${pattern}"`,
  );

function jodaPieces(pattern: string): readonly Piece[] {
  return [...pattern.matchAll(/''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)].map((match) => {
    const [whole, quoted, letter] = match;
    if (whole === "''") return { literal: "'" };
    if (quoted !== undefined) return { literal: quoted.replaceAll("''", "'") };
    if (letter === undefined) return { literal: whole };
    const piece = JODA[whole];
    if (piece === undefined) throw refuse(pattern);
    return piece;
  });
}

function mysqlPieces(pattern: string): readonly Piece[] {
  return [...pattern.matchAll(/%(.)|[^%]+/g)].flatMap((match): readonly Piece[] => {
    const [whole, letter] = match;
    if (letter === undefined) return [{ literal: whole }];
    if (letter === '%') return [{ literal: '%' }];
    if (letter === 'T') return mysqlPieces('%H:%i:%s');
    if (letter === 'f') return [{ digits: 3, part: 'milli' }, { literal: '000' }];
    const piece = MYSQL[letter];
    if (piece === undefined) throw refuse(pattern);
    return [piece];
  });
}

const cache = new Map<string, readonly Piece[]>();
function pieces(kind: 'joda' | 'mysql', pattern: string): readonly Piece[] {
  const key = `${kind} ${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = kind === 'joda' ? jodaPieces(pattern) : mysqlPieces(pattern);
  cache.set(key, made);
  return made;
}

const OFFSETS = { year: 0, month: 5, day: 8, hour: 11, minute: 14, second: 17, milli: 20 } as const;

function nameText(kind: NameKind, instant: string): string {
  const date = new Date(`${instant.replace(' ', 'T')}Z`);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = DAYS[date.getUTCDay()] ?? '';
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  const start = (year: number): number => Date.UTC(year, 0, 1);
  const days = (from: Date): number =>
    Math.floor((from.getTime() - start(from.getUTCFullYear())) / 86_400_000);
  if (kind === 'month') return month.slice(0, 3);
  if (kind === 'Month') return month;
  if (kind === 'weekday') return day.slice(0, 3);
  if (kind === 'Weekday') return day;
  if (kind === 'weekYear') return String(thursday.getUTCFullYear());
  if (kind === 'week') return String(Math.floor(days(thursday) / 7) + 1).padStart(2, '0');
  if (kind === 'zone') return '+0000';
  return String(days(date) + 1).padStart(3, '0');
}

const format = (list: readonly Piece[], instant: string): string =>
  list
    .map((piece) => {
      if ('literal' in piece) return piece.literal;
      if ('name' in piece) return nameText(piece.name, instant);
      const at = OFFSETS[piece.part];
      return instant.slice(at, at + piece.digits);
    })
    .join('');

function parse(list: readonly Piece[], text: string): string {
  const found = {
    year: '1970',
    month: '01',
    day: '01',
    hour: '00',
    minute: '00',
    second: '00',
    milli: '000',
  };
  let at = 0;
  for (const piece of list) {
    const wanted =
      'literal' in piece ? piece.literal : 'digits' in piece ? piece.digits : undefined;
    const read = text.slice(at, at + (typeof wanted === 'number' ? wanted : (wanted ?? '').length));
    const fits =
      typeof wanted === 'number' ? /^\d+$/.test(read) && read.length === wanted : read === wanted;
    if (!fits)
      throw new Error(
        'INVALID_FUNCTION_ARGUMENT: Invalid format: the text does not have the pattern',
      );
    if ('part' in piece) found[piece.part] = read;
    at += read.length;
  }
  if (at !== text.length) {
    throw new Error(
      'INVALID_FUNCTION_ARGUMENT: Invalid format: the text goes on behind the pattern',
    );
  }
  return `${found.year}-${found.month}-${found.day} ${found.hour}:${found.minute}:${found.second}.${found.milli}`;
}

export const jodaFormat = (instant: string, pattern: string): string =>
  format(pieces('joda', pattern), instant);
export const mysqlFormat = (instant: string, pattern: string): string =>
  format(pieces('mysql', pattern), instant);
export const jodaParse = (text: string, pattern: string): string =>
  parse(pieces('joda', pattern), text);
export const mysqlParse = (text: string, pattern: string): string =>
  parse(pieces('mysql', pattern), text);
