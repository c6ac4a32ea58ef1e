import { isZone } from '../shared/wall-time';
import type { Place } from './mapping-place';
import { parseIso, timeParser } from './parse-time';

export const UNITS = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;
export type Unit = keyof typeof UNITS;

/**
 * What is done with a value, in this order: split, pad, sign, map, absolute, negate, round, after, format,
 * default.
 */
export interface Steps {
  /** The n-th part (from 1, or from the end when negative) of a text cut at `by`. */
  readonly split?: { readonly by: string; readonly take: number };
  /** Zeros in front until the text is as long as this: `955` becomes `0955`. */
  readonly pad?: number;
  /** The number's sign as text: `-`, `0` or `+`, to be mapped. */
  readonly sign?: boolean;
  /** `*` is any other text, `C*` a prefix, '' a missing value. */
  readonly map?: ReadonlyMap<string, string>;
  readonly absolute?: boolean;
  /** Always, or when another field of the record has one of these values. */
  readonly negate?: true | { readonly field: string; readonly values: readonly string[] };
  readonly round?: number;
  /** The number counts units from a start, a wall clock's reading in epoch milliseconds. */
  readonly after?: { readonly start: number; readonly unit: Unit };
  readonly formats?: readonly string[];
  readonly zone?: string;
  readonly default?: string;
  /** The column may be absent from the file. */
  readonly optional?: boolean;
}
export const STEPS = [
  'split',
  'pad',
  'sign',
  'map',
  'absolute',
  'negate',
  'round',
  'after',
  'format',
  'zone',
  'default',
  'optional',
];
export type Members = ReadonlyMap<string, Place>;

function splitOf(place: Place): Steps['split'] {
  const members = place.members(['by', 'take']);
  const [by, take] = [members.get('by')?.text() ?? '', members.get('take')?.text() ?? '1'];
  if (by === '') place.fault('split needs by: the text to cut at');
  if (!/^-?[1-9]\d?$/.test(take)) place.fault(`take "${take}": use 1, 2, …, or -1 from the end`);
  return { by, take: Number(take) };
}

function negateOf(place: Place): Steps['negate'] {
  if (place.kind === 'text') return place.flag() === true ? true : undefined;
  const [entry, ...others] = place.members();
  if (entry === undefined || others.length > 0) {
    place.fault('negate is true, or one field with its values: {type: refund}');
    return undefined;
  }
  return { field: entry[0], values: entry[1].texts() };
}

function afterOf(place: Place): Steps['after'] {
  const members = place.members(['start', 'unit']);
  const start = parseIso(members.get('start')?.text() ?? '')?.wall;
  const unit = members.get('unit')?.oneOf(Object.keys(UNITS).filter(isUnit));
  if (start === undefined) place.fault('after needs a start: {start: 2010-12-31, unit: day}');
  if (unit === undefined) place.fault(`after needs a unit: ${Object.keys(UNITS).join(', ')}`);
  return start === undefined || unit === undefined ? undefined : { start, unit };
}

const isUnit = (name: string): name is Unit => Object.hasOwn(UNITS, name);

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

/** Reads the steps beside a source. Faults are reported at their place. */
export function stepsOf(members: Members): Steps {
  const step = <T>(name: string, read: (place: Place) => T): T | undefined => {
    const place = members.get(name);
    return place === undefined ? undefined : read(place);
  };
  return {
    split: step('split', splitOf),
    pad: step('pad', (place) => place.wholeNumber()),
    sign: step('sign', (place) => place.flag()),
    map: step('map', mapOf),
    absolute: step('absolute', (place) => place.flag()),
    negate: step('negate', negateOf),
    round: step('round', (place) => place.wholeNumber()),
    after: step('after', afterOf),
    formats: step('format', formatsOf),
    zone: step('zone', zoneOf),
    default: step('default', (place) => place.text()),
    optional: step('optional', (place) => place.flag()),
  };
}
