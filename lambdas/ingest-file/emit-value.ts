import type { Field } from '../shared/contracts/contract';
import { formatDecimal } from './decimal';
import { asNumber, asText, type Scope, type Value } from './evaluate';
import type { ValueSpec } from './mapping-value';
import { parseIso, timeParser, type TimeParser } from './parse-time';
import { instantOf } from '../shared/wall-time';

export type Json = string | number | boolean;
/** @param zone of times that name no offset; undefined leaves the field out */
export type Emit = (value: Value, scope: Scope, zone: string) => Json | undefined;

const TRUTHS = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((text) => [text, true] as const),
  ...['false', 'f', 'no', 'n', '0'].map((text) => [text, false] as const),
]);

function emitTime(spec: ValueSpec, kind: 'instant' | 'date'): Emit {
  const parsers: readonly TimeParser[] = spec.formats?.map(timeParser) ?? [parseIso];
  return (value, _scope, zone) => {
    const text = asText(value);
    if (text === undefined) return undefined;
    for (const parse of parsers) {
      const time = parse(text);
      if (time === undefined) continue;
      // A date is what the source's calendar shows; an instant is a point of the time line.
      const instant = kind === 'date' ? time.wall : instantOf(time, spec.zone ?? zone);
      return new Date(instant).toISOString().slice(0, kind === 'date' ? 10 : undefined);
    }
    // The gate refuses what is no RFC 3339 instant, and says so.
    return text;
  };
}

function emitNumber(name: string, kind: 'decimal' | 'integer'): Emit {
  return (value, scope) => {
    if (value === undefined) return undefined;
    const number = asNumber(value, scope, name);
    const text = number === undefined ? asText(value) : formatDecimal(number);
    const whole = kind === 'integer' && text !== undefined && /^-?\d{1,15}(?:\.0+)?$/.test(text);
    return whole ? Number(text) : text;
  };
}

/** The function that writes a value as its field's type; what it cannot read stays text and is a fault. */
export function emitOf(name: string, field: Field, spec: ValueSpec): Emit {
  if (field.kind === 'instant' || field.kind === 'date') return emitTime(spec, field.kind);
  if (field.kind === 'decimal' || field.kind === 'integer') return emitNumber(name, field.kind);
  if (field.kind !== 'boolean') return (value) => asText(value);
  return (value) => {
    const text = asText(value);
    return text === undefined ? undefined : (TRUTHS.get(text.toLowerCase()) ?? text);
  };
}
