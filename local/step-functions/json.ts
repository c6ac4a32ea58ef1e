import type { Json } from '../server/json';

export type { Json, JsonObject } from '../server/json';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Size as Step Functions counts it: bytes of the UTF-8 text. */
export const jsonBytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/**
 * The JSON value that an evaluated expression stands for. JSONata's lists carry extra properties
 * and its results may hold functions; only what JSON can say passes.
 * @throws TypeError that names the first place that is no JSON
 */
export function toJson(value: unknown, path = '$'): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new TypeError(`${path} is not a finite number`);
  }
  if (Array.isArray(value)) return value.map((item, index) => toJson(item, `${path}[${index}]`));
  if (isObject(value) && !isFunctionValue(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key, toJson(member, `${path}.${key}`)]),
    );
  }
  throw new TypeError(`${path} is ${value === undefined ? 'undefined' : 'a function'}, not JSON`);
}

/** JSONata marks its own functions and lambdas so. */
const isFunctionValue = (value: Readonly<Record<string, unknown>>): boolean =>
  value['_jsonata_function'] === true || value['_jsonata_lambda'] === true;

/** @throws SyntaxError whose message quotes the text: never log it */
export const parseJson = (text: string): Json => toJson(JSON.parse(text) as unknown);
