import type { CodeField, IntegerField, ScalarField, TextField } from '../contracts/contract';
import { readDecimal } from './decimal';
import { formatInstant, readDay, readInstant } from './instant';
import { countries } from './lists/countries';
import { minorUnits, withdrawnCurrencies } from './lists/currencies';
import { timeZones } from './lists/time-zones';
import { NumberText } from './number-text';
import type { ReasonCode } from './reasons';
import type { Json } from './scan';

export type ScalarReading =
  | { readonly text: string; readonly ms?: number; readonly fault?: undefined }
  | { readonly fault: ReasonCode; readonly detail?: string };

const WRONG_TYPE: ScalarReading = { fault: 'field.type' };
const INTEGER = /^-?(?:0|[1-9][0-9]{0,15})$/;

const patterns = new Map<string, RegExp>();

/** Compiled once; `u` as in JSON Schema. */
export function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source, 'u');
  patterns.set(source, pattern);
  return pattern;
}

function readText(value: Json, field: TextField): ScalarReading {
  if (typeof value !== 'string') return WRONG_TYPE;
  if (field.values !== undefined) {
    return field.values.includes(value) ? { text: value } : { fault: 'text.value' };
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = field;
  if (value.length < minLength || value.length > maxLength) return { fault: 'text.length' };
  if (pattern !== undefined && !patternOf(pattern).test(value)) return { fault: 'text.pattern' };
  return { text: value };
}

function readInteger(value: Json, { min, max }: IntegerField): ScalarReading {
  if (typeof value !== 'string' && !(value instanceof NumberText)) return WRONG_TYPE;
  const text = typeof value === 'string' ? value : value.text;
  const number = Number(text);
  if (!INTEGER.test(text) || !Number.isSafeInteger(number)) return { fault: 'integer.form' };
  const isWithin = (min === undefined || number >= min) && (max === undefined || number <= max);
  return isWithin ? { text: String(number) } : { fault: 'integer.range' };
}

function readBoolean(value: Json): ScalarReading {
  const text = typeof value === 'boolean' ? String(value) : value;
  return text === 'true' || text === 'false' ? { text } : WRONG_TYPE;
}

function readTime(value: Json): ScalarReading {
  if (typeof value !== 'string') return WRONG_TYPE;
  const ms = readInstant(value);
  return Number.isNaN(ms) ? { fault: 'instant.form' } : { text: formatInstant(ms), ms };
}

function readDate(value: Json): ScalarReading {
  if (typeof value !== 'string') return WRONG_TYPE;
  return Number.isNaN(readDay(value)) ? { fault: 'date.form' } : { text: value };
}

const LISTS: Readonly<Record<CodeField['list'], (code: string) => boolean>> = {
  currency: (code) => minorUnits.has(code) || withdrawnCurrencies.has(code),
  country: (code) => countries.has(code),
  time_zone: (code) => timeZones.has(code),
};
export const isListed = (list: CodeField['list'], code: string): boolean => LISTS[list](code);

function readCode(value: Json, { list }: CodeField): ScalarReading {
  if (typeof value !== 'string') return WRONG_TYPE;
  return isListed(list, value) ? { text: value } : { fault: 'code.unknown', detail: list };
}

/** The canonical text of one value, or why it is none. */
export function readScalar(value: Json, field: ScalarField): ScalarReading {
  switch (field.kind) {
    case 'text':
      return readText(value, field);
    case 'decimal':
      if (typeof value === 'string') return readDecimal(value, field, false);
      return value instanceof NumberText ? readDecimal(value.text, field, true) : WRONG_TYPE;
    case 'integer':
      return readInteger(value, field);
    case 'boolean':
      return readBoolean(value);
    case 'instant':
      return readTime(value);
    case 'date':
      return readDate(value);
    case 'code':
      return readCode(value, field);
  }
}
