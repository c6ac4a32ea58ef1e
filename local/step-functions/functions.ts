import { createHash, randomUUID } from 'node:crypto';
import type jsonata from 'jsonata';

/** What JSONata itself defines, without `$eval`, which Step Functions refuses. */
const OF_JSONATA = `
  sum count max min average string substring substringBefore substringAfter lowercase uppercase
  length trim pad match contains replace split join formatNumber formatBase formatInteger
  parseInteger number floor ceil round abs sqrt power random boolean not map zip filter reduce
  single sift keys lookup append exists spread merge reverse each error assert type sort shuffle
  distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl
  toMillis fromMillis now millis clone`
  .trim()
  .split(/\s+/);

/** At most this many numbers from `$range`, as on AWS. */
const RANGE_LIMIT = 1000;
const HASHES = new Map(
  ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map((name) => [
    name,
    name.replace('-', '').toLowerCase(),
  ]),
);

/**
 * The functions that Step Functions adds to JSONata.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
const OF_STEP_FUNCTIONS: Readonly<Record<string, readonly [Implementation, string]>> = {
  parse: [(text: string): unknown => parseJson(text), '<s:x>'],
  uuid: [(): string => randomUUID(), '<:s>'],
  hash: [hash, '<ss:s>'],
  range: [range, '<nnn:a>'],
  partition: [partition, '<an:a>'],
};
type Implementation = Parameters<jsonata.Expression['registerFunction']>[1];

export const KNOWN_FUNCTIONS: ReadonlySet<string> = new Set([
  ...OF_JSONATA,
  ...Object.keys(OF_STEP_FUNCTIONS),
]);

export function registerFunctions(expression: jsonata.Expression): void {
  for (const [name, [implementation, signature]] of Object.entries(OF_STEP_FUNCTIONS)) {
    expression.registerFunction(name, implementation, signature);
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // the parser's own message quotes the text
    throw new Error('$parse: the text is not JSON');
  }
}

function hash(content: string, algorithm: string): string {
  const name = HASHES.get(algorithm);
  if (name === undefined) {
    throw new Error(
      `$hash: unknown algorithm "${algorithm}": use ${[...HASHES.keys()].join(', ')}`,
    );
  }
  return createHash(name).update(content).digest('hex');
}

function range(first: number, last: number, step: number): readonly number[] {
  if (step === 0) throw new Error('$range: the step must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > RANGE_LIMIT) throw new Error(`$range: more than ${RANGE_LIMIT} numbers`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function partition(list: readonly unknown[], size: number): readonly (readonly unknown[])[] {
  if (!Number.isInteger(size) || size < 1)
    throw new Error('$partition: the size must be 1 or more');
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
