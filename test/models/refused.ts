import { expect } from 'vitest';
import { file, problemsOf, type Parts } from './model-text';

/** The fault is told once, and the first of all faults with its file and line. */
export function expectRefused(parts: Parts, message: string): void {
  const found = problemsOf(file('silver.t', parts));

  expect(found.filter((line) => line.includes(message))).toHaveLength(1);
  expect(found[0]).toMatch(/^sql\/silver\/t\.sql:\d+ /);
}
