import { StateFailure } from './failure';
import { jsonBytes } from './json';
import type { Json } from './json';

/** Largest state input, output, task result or variable, in bytes of UTF-8. */
export const PAYLOAD_BYTES = 262_144;

/** @throws StateFailure States.DataLimitExceeded, which no Retry or Catch takes */
export function withinLimit(value: Json, what: string): Json {
  const bytes = jsonBytes(value);
  if (bytes <= PAYLOAD_BYTES) return value;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `${what} has ${bytes} bytes; the limit is ${PAYLOAD_BYTES}`,
  );
}

/** Variables of one graph: inner graphs read the outer ones, and cannot change them. */
export class Scope {
  private readonly variables = new Map<string, Json>();
  constructor(private readonly outer?: Scope) {}

  set(name: string, value: Json): void {
    this.variables.set(name, withinLimit(value, `the variable $${name}`));
  }

  all(): Readonly<Record<string, Json>> {
    return { ...this.outer?.all(), ...Object.fromEntries(this.variables) };
  }
}
