import { createHash } from 'node:crypto';
import type { Decimal, NumberStyle } from './decimal';
import { add, formatDecimal, negate, parseDecimal, round, sum, times } from './decimal';
import type { RowFault } from './faults';
import { UNITS } from './mapping-steps';
import type { ValueSource, ValueSpec } from './mapping-value';
import { hashedValues } from './row-keys';
import { cellOf, textOf, type Row } from './rows';

/** Text as the source wrote it, or an exact number that was computed. */
export type Value = string | Decimal | undefined;

/** What values of one record are made from. */
export interface Scope {
  /** The rows of the record; a plain value is of the first that has one. */
  readonly rows: readonly Row[];
  /** Number of this row among equal ones, from 1. */
  readonly occurrence: number;
  readonly style: NumberStyle;
  readonly missing: ReadonlySet<string>;
  /** Sum of a mapped item field. */
  readonly sumOfItems: (field: string) => Value;
  /** A mapped field of the record, as text. */
  readonly field: (name: string) => string | undefined;
  readonly fault: (fault: RowFault) => void;
}

export const asText = (value: Value): string | undefined =>
  value === undefined || typeof value === 'string' ? value : formatDecimal(value);

/** The number, or undefined with a fault at `path`. */
export function asNumber(value: Value, scope: Scope, path: string): Decimal | undefined {
  if (typeof value !== 'string') return value;
  const number = parseDecimal(value, scope.style);
  if (number === undefined) scope.fault({ code: 'source.number', path });
  return number;
}

function columnText(columns: readonly string[], scope: Scope): string | undefined {
  for (const row of scope.rows) {
    for (const column of columns) {
      const text = textOf(cellOf(row.cells, column))?.trim();
      if (text !== undefined && text !== '' && !scope.missing.has(text)) return text;
    }
  }
  return undefined;
}

type IdSource = Extract<ValueSource, { verb: 'id' }>;

/** 128 bits of sha256 over the values as a JSON list, so that no two lists look alike. */
function idOf({ hashOf, occurrence }: IdSource, scope: Scope): string {
  const values = scope.rows.map((row) => hashedValues(hashOf, row));
  const text = JSON.stringify(occurrence ? [values, scope.occurrence] : values);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function numbers(parts: readonly ValueSpec[], scope: Scope, path: string): readonly Decimal[] {
  return parts.flatMap((part) => asNumber(evaluate(part, scope, path), scope, path) ?? []);
}

function sumOfRows(part: ValueSpec, scope: Scope, path: string): Value {
  const found = scope.rows.flatMap((row) => numbers([part], { ...scope, rows: [row] }, path));
  return found.length === 0 ? undefined : sum(found);
}

function sourceValue({ source }: ValueSpec, scope: Scope, path: string): Value {
  switch (source.verb) {
    case 'from':
      return columnText(source.columns, scope);
    case 'const':
      return source.text;
    case 'join': {
      const parts = source.parts.flatMap((part) => asText(evaluate(part, scope, path)) ?? []);
      return parts.length === 0 ? undefined : parts.join(source.between);
    }
    case 'plus': {
      const found = numbers(source.parts, scope, path);
      return found.length === 0 ? undefined : found.reduce(add);
    }
    case 'times': {
      const found = numbers(source.parts, scope, path);
      return found.length < source.parts.length ? undefined : found.reduce(times);
    }
    case 'sum':
      return 'item' in source ? scope.sumOfItems(source.item) : sumOfRows(source.part, scope, path);
    case 'id':
      return idOf(source, scope);
  }
}

function splitText(text: string, { by, take }: NonNullable<ValueSpec['split']>): Value {
  const part = text
    .split(by)
    .at(take > 0 ? take - 1 : take)
    ?.trim();
  return part === '' ? undefined : part;
}

/** The exact key, else the longest prefix `C*`; an unknown text stays and is a fault. */
function mapped(value: Value, map: ReadonlyMap<string, string>, scope: Scope, path: string): Value {
  const text = asText(value) ?? '';
  const exact = map.get(text);
  if (exact !== undefined) return exact;
  if (text === '') return undefined;
  const prefixes = [...map.keys()].filter((key) => key.endsWith('*'));
  const [best] = prefixes
    .filter((key) => text.startsWith(key.slice(0, -1)))
    .sort((left, right) => right.length - left.length);
  if (best !== undefined) return map.get(best);
  scope.fault({ code: 'source.unmapped', path, detail: 'no entry of map: add it, or "*"' });
  return value;
}

const signOf = ({ units }: Decimal): string => (units === 0n ? '0' : units < 0n ? '-' : '+');

function isNegated({ negate: rule }: ValueSpec, scope: Scope): boolean {
  if (rule === undefined || rule === true) return rule === true;
  const value = scope.field(rule.field);
  return value !== undefined && rule.values.includes(value);
}

function computed(spec: ValueSpec, given: Value, scope: Scope, path: string): Value {
  const flips = isNegated(spec, scope);
  if (!flips && spec.absolute !== true && spec.round === undefined) return given;
  let number = given === undefined ? undefined : asNumber(given, scope, path);
  if (number === undefined) return given;
  if (spec.absolute === true && number.units < 0n) number = negate(number);
  if (flips) number = negate(number);
  return spec.round === undefined ? number : round(number, spec.round);
}

const DAY = UNITS.day;
/** The last instant that a calendar of four-digit years shows. */
const LAST_YEAR_9999 = 253_402_300_799_999;

/** The reading of a clock that stands so many units after a start: a date when it counts whole days. */
function timeAfter(spec: ValueSpec, given: Value, scope: Scope, path: string): Value {
  if (spec.after === undefined || given === undefined || given === '') return given;
  const number = asNumber(given, scope, path);
  if (number === undefined) return given;
  const { start, unit } = spec.after;
  const units = (number.units * BigInt(UNITS[unit])) / 10n ** BigInt(number.scale);
  const wall = BigInt(start) + units;
  if (wall < 0n - BigInt(LAST_YEAR_9999) || wall > BigInt(LAST_YEAR_9999)) {
    scope.fault({ code: 'source.number', path, detail: 'beyond the calendar' });
    return given;
  }
  const text = new Date(Number(wall)).toISOString();
  return UNITS[unit] >= DAY && Number(wall) % DAY === 0 ? text.slice(0, 10) : text.slice(0, -1);
}

/** The value of a spec before its field's type is applied. Unreadable parts are faults at `path`. */
export function evaluate(spec: ValueSpec, scope: Scope, path: string): Value {
  let value = sourceValue(spec, scope, path);
  if (spec.split !== undefined && typeof value === 'string') value = splitText(value, spec.split);
  if (spec.pad !== undefined && value !== undefined) {
    value = asText(value)?.padStart(spec.pad, '0');
  }
  if (spec.sign === true && value !== undefined) {
    const number = asNumber(value, scope, path);
    value = number === undefined ? value : signOf(number);
  }
  if (spec.map !== undefined) value = mapped(value, spec.map, scope, path);
  value = timeAfter(spec, computed(spec, value, scope, path), scope, path);
  return value === undefined || value === '' ? spec.default : value;
}
