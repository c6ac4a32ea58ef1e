import { closeSync, openSync, readSync } from 'node:fs';
import type { DataFile } from '../files';
import { columnBytes, footerLength, TAIL } from './footer';
import type { ColumnBytes } from './footer';

/** Answers the column chunks of a file; a file is read once, for objects are never changed in place. */
export type Footers = (file: DataFile) => ColumnBytes;

/** Footers kept: a year of days of some twenty tables. */
const KEPT = 20_000;
/** Bytes read at once: most footers are shorter. */
const GUESS = 16_384;

export function openFooters(): Footers {
  const known = new Map<string, ColumnBytes>();
  return (file) => {
    const key = `${file.size} ${file.path}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const columns = readFooter(file);
    known.set(key, columns);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    return columns;
  };
}

function readFooter({ path, size }: DataFile): ColumnBytes {
  const file = openSync(path, 'r');
  try {
    const last = (length: number): Buffer => {
      const buffer = Buffer.alloc(Math.min(length, size));
      readSync(file, buffer, 0, buffer.length, size - buffer.length);
      return buffer;
    };
    const guessed = last(GUESS);
    const found = footerLength(guessed.subarray(-TAIL));
    // The engine says so itself when it reads the object.
    if (found === undefined) return new Map();
    const length = found + TAIL;
    const whole = length <= guessed.length ? guessed : last(length);
    return columnBytes(whole.subarray(whole.length - length, whole.length - TAIL));
  } finally {
    closeSync(file);
  }
}
