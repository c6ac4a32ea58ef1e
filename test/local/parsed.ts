import { isObject, type JsonObject } from '../../local/server/json';

/** A line that must be a JSON object. */
export function parsed(line: string): JsonObject {
  const value: unknown = JSON.parse(line);
  if (!isObject(value)) throw new Error(`no JSON object: ${line}`);
  return value;
}

/** A line that must be a JSON list of strings. */
export function parsedList(line: string): readonly string[] {
  const value: unknown = JSON.parse(line);
  if (!Array.isArray(value)) throw new Error(`no JSON list: ${line}`);
  return value.map(String);
}
