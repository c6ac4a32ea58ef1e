import { AwsError } from './errors';

/** What JSON.parse gives. `undefined` members are dropped when written. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (key: string, wanted: string): AwsError =>
  new AwsError('ValidationException', `${key} must be ${wanted}`);

/** @throws AwsError ValidationException when the member is absent or of another type */
export function text(input: JsonObject, key: string): string {
  const value = input[key];
  if (typeof value !== 'string') throw invalid(key, 'a string');
  return value;
}
export function optionalText(input: JsonObject, key: string): string | undefined {
  return input[key] === undefined || input[key] === null ? undefined : text(input, key);
}

export function integer(input: JsonObject, key: string): number {
  const value = input[key];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(key, 'an integer');
  return value;
}
export function optionalInteger(input: JsonObject, key: string): number | undefined {
  return input[key] === undefined || input[key] === null ? undefined : integer(input, key);
}

export function object(input: JsonObject, key: string): JsonObject {
  const value = input[key];
  if (!isObject(value)) throw invalid(key, 'an object');
  return value;
}
export function optionalObject(input: JsonObject, key: string): JsonObject | undefined {
  return input[key] === undefined || input[key] === null ? undefined : object(input, key);
}

export function list(input: JsonObject, key: string): readonly Json[] {
  const value = input[key];
  if (!Array.isArray(value)) throw invalid(key, 'a list');
  return value as readonly Json[];
}
export function objects(input: JsonObject, key: string): readonly JsonObject[] {
  return list(input, key).map((entry) => {
    if (!isObject(entry)) throw invalid(key, 'a list of objects');
    return entry;
  });
}
export function texts(input: JsonObject, key: string): readonly string[] {
  return list(input, key).map((entry) => {
    if (typeof entry !== 'string') throw invalid(key, 'a list of strings');
    return entry;
  });
}
