import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { JsonObject } from '../server/json';
import { isObject } from '../server/json';

/**
 * The catalogue's changes, one JSON line each: a change costs one append, however many partitions there are.
 * A line that a kill cut short is the last one and was never answered: it is dropped.
 */
export interface ChangeLog {
  /** All changes so far, in order. Once, before the first append. */
  read(): readonly JsonObject[];
  append(change: JsonObject): void;
  /** Replaces the log by a shorter one of the same meaning, atomically. */
  replace(changes: readonly JsonObject[]): void;
}

export function openLog(path: string): ChangeLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lines = (changes: readonly JsonObject[]): string =>
    changes.map((change) => `${JSON.stringify(change)}\n`).join('');
  return {
    read() {
      if (!existsSync(path)) return [];
      const text = readFileSync(path, 'utf8');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole !== text) truncateSync(path, Buffer.byteLength(whole));
      return whole
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line))
        .filter(isObject);
    },
    append(change) {
      appendFileSync(path, lines([change]));
    },
    replace(changes) {
      writeFileSync(`${path}.new`, lines(changes));
      renameSync(`${path}.new`, path);
    },
  };
}
