import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a small state file: a crash leaves the old content or the new. */
export function writeState(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
  renameSync(temporary, path);
}

/** What was written last; undefined when nothing was. */
export function readState(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8');
    // A process that died between making a file and filling it.
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${path} is not readable: remove it, or the whole data folder by reset`, {
      cause: error,
    });
  }
}
