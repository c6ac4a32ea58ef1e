import { NumberText } from './number-text';
import { isList, isObject, type Json, type JsonObject } from './scan';

/** Orders by UTF-16 code units, as RFC 8785 does. */
const byKey = ([a]: readonly [string, Json], [b]: readonly [string, Json]): number =>
  a < b ? -1 : 1;

const objectText = (value: JsonObject): string =>
  `{${[...value]
    .sort(byKey)
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    .join(',')}}`;

/** One text for equal values: keys sorted, no spaces, numbers as they were written. */
export function canonicalJson(value: Json): string {
  if (value instanceof NumberText) return value.text;
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return isObject(value) ? objectText(value) : JSON.stringify(value);
}
