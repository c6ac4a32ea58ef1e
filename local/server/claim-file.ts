import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Makes a file that one process has at a time; a stale one is taken over. Of several that start together one gets it.
 * @param isHeld whether the process that a found file names still has it
 * @returns undefined when the file is ours now, else what the holder wrote
 */
export function claimFile(
  path: string,
  content: string,
  isHeld: (found: string) => boolean,
): string | undefined {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, content, { mode: 0o600 });
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      if (link(own, path)) return undefined;
      const found = readIfThere(path);
      if (found === undefined) continue;
      if (isHeld(found)) return found;
      removeStale(path, found);
    }
    throw new Error(`${path} changes all the time: several processes are starting`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Replaces a file that this process has; readers see the old content or the new. */
export function rewriteFile(path: string, content: string): void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, content, { mode: 0o600 });
  renameSync(own, path);
}

/** A hard link appears with its content, and only when the name is free. */
function link(from: string, to: string): boolean {
  return unlessCode('EEXIST', () => (linkSync(from, to), true)) ?? false;
}

const readIfThere = (path: string): string | undefined =>
  unlessCode('ENOENT', () => readFileSync(path, 'utf8'));

/** Moves the file aside and looks again: another process may have taken it over in the meantime. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  const moved = unlessCode('ENOENT', () => (renameSync(path, aside), true));
  if (moved === undefined) return;
  if (readFileSync(aside, 'utf8') !== stale) link(aside, path);
  rmSync(aside, { force: true });
}

/** What the call gives; undefined when it fails with this code. */
function unlessCode<T>(code: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}
