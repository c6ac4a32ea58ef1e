import { timeParser } from './parse-time';
import type { Place } from './mapping-place';
import { isZone } from '../shared/wall-time';

/** Where a value comes from: exactly one of these per value. */
export type ValueSource =
  /** The first column, of several names that a column had over the years, that has a value. */
  | { readonly verb: 'from'; readonly columns: readonly string[] }
  | { readonly verb: 'const'; readonly text: string }
  /** The parts that have a value, with text between them. */
  | { readonly verb: 'join'; readonly parts: readonly ValueSpec[]; readonly between: string }
  | { readonly verb: 'plus' | 'times'; readonly parts: readonly ValueSpec[] }
  /** Over the items: a mapped item field. Over the rows of a group: a value of each row. */
  | { readonly verb: 'sum'; readonly item: string }
  | { readonly verb: 'sum'; readonly part: ValueSpec }
  /** Hash of columns, or of the whole row; `occurrence` numbers equal rows, which are real. */
  | {
      readonly verb: 'id';
      readonly hashOf: 'row' | readonly (readonly string[])[];
      readonly occurrence: boolean;
    };
/** The source, then the steps in this order: split, sign, map, absolute, negate, round, format, default. */
export interface ValueSpec {
  readonly source: ValueSource;
  /** The n-th part (from 1, or from the end when negative) of a text cut at `by`. */
  readonly split?: { readonly by: string; readonly take: number };
  /** The number's sign as text: `-`, `0` or `+`, to be mapped. */
  readonly sign?: boolean;
  /** `*` is any other text, `C*` a prefix, '' a missing value. */
  readonly map?: ReadonlyMap<string, string>;
  readonly absolute?: boolean;
  /** Always, or when another field of the record has one of these values. */
  readonly negate?: true | { readonly field: string; readonly values: readonly string[] };
  readonly round?: number;
  readonly formats?: readonly string[];
  readonly zone?: string;
  readonly default?: string;
  /** The column may be absent from the file. */
  readonly optional?: boolean;
}

const SOURCES = ['from', 'const', 'join', 'plus', 'times', 'sum', 'id'] as const;
const STEPS = [
  'with',
  'split',
  'sign',
  'map',
  'absolute',
  'negate',
  'round',
  'format',
  'zone',
  'default',
  'optional',
];

type Members = ReadonlyMap<string, Place>;

function idOf(place: Place): ValueSource {
  const members = place.members(['hash_of', 'occurrence']);
  const hashed = members.get('hash_of');
  if (hashed === undefined) place.fault('id needs hash_of: a list of columns, or row');
  const row = hashed?.kind === 'text' && hashed.text() === 'row';
  return {
    verb: 'id',
    hashOf: row ? 'row' : (hashed?.list().map((column) => column.texts()) ?? []),
    occurrence: members.get('occurrence')?.flag() ?? false,
  };
}

const sumOf = (place: Place): ValueSource =>
  place.kind === 'text'
    ? { verb: 'sum', item: place.text() ?? '' }
    : { verb: 'sum', part: readValue(place) };

function sourceOf(verb: (typeof SOURCES)[number], place: Place, members: Members): ValueSource {
  switch (verb) {
    case 'from':
      return { verb, columns: place.texts() };
    case 'const':
      return { verb, text: place.text() ?? '' };
    case 'join':
      return {
        verb,
        parts: place.list().map(readValue),
        between: members.get('with')?.text() ?? '',
      };
    case 'plus':
    case 'times':
      return { verb, parts: place.list().map(readValue) };
    case 'sum':
      return sumOf(place);
    case 'id':
      return idOf(place);
  }
}

function splitOf(place: Place): ValueSpec['split'] {
  const members = place.members(['by', 'take']);
  const [by, take] = [members.get('by')?.text() ?? '', members.get('take')?.text() ?? '1'];
  if (by === '') place.fault('split needs by: the text to cut at');
  if (!/^-?[1-9]\d?$/.test(take)) place.fault(`take "${take}": use 1, 2, …, or -1 from the end`);
  return { by, take: Number(take) };
}

function negateOf(place: Place): ValueSpec['negate'] {
  if (place.kind === 'text') return place.flag() === true ? true : undefined;
  const [entry, ...others] = place.members();
  if (entry === undefined || others.length > 0) {
    place.fault('negate is true, or one field with its values: {type: refund}');
    return undefined;
  }
  return { field: entry[0], values: entry[1].texts() };
}

function formatsOf(place: Place): readonly string[] {
  const formats = place.texts();
  for (const format of formats) {
    try {
      timeParser(format);
    } catch (error) {
      place.fault(error instanceof Error ? error.message : 'unreadable format');
    }
  }
  return formats;
}

function zoneOf(place: Place): string {
  const zone = place.text() ?? 'UTC';
  if (!isZone(zone)) place.fault(`unknown time zone "${zone}": use an IANA name`);
  return zone;
}

const mapOf = (place: Place): ReadonlyMap<string, string> =>
  new Map([...place.members()].map(([key, value]) => [key, value.text() ?? '']));

function stepsOf(members: Members): Omit<ValueSpec, 'source'> {
  const step = <T>(name: string, read: (place: Place) => T): T | undefined => {
    const place = members.get(name);
    return place === undefined ? undefined : read(place);
  };
  return {
    split: step('split', splitOf),
    sign: step('sign', (place) => place.flag()),
    map: step('map', mapOf),
    absolute: step('absolute', (place) => place.flag()),
    negate: step('negate', negateOf),
    round: step('round', (place) => place.wholeNumber()),
    formats: step('format', formatsOf),
    zone: step('zone', zoneOf),
    default: step('default', (place) => place.text()),
    optional: step('optional', (place) => place.flag()),
  };
}

/** Reads one value: a column's name, or verbs. Faults are reported at their place. */
export function readValue(place: Place): ValueSpec {
  if (place.kind === 'text') return { source: { verb: 'from', columns: [place.text() ?? ''] } };
  const members = place.members([...SOURCES, ...STEPS]);
  const given = SOURCES.filter((verb) => members.has(verb));
  const [verb] = given;
  const source = verb === undefined ? undefined : members.get(verb);
  if (verb === undefined || source === undefined || given.length > 1) {
    place.fault(`needs exactly one of ${SOURCES.join(', ')}`);
    return { source: { verb: 'const', text: '' } };
  }
  return { source: sourceOf(verb, source, members), ...stepsOf(members) };
}
