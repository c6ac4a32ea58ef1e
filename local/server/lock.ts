import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from './json';
import { readState } from './state-file';

/** The data folder has one writer at a time. */
export interface Lock {
  release(): void;
}

/**
 * Takes the data folder for this process. A lock whose process is gone (kill -9) is taken over.
 * @throws Error that names the process which has it and where it answers
 */
export function takeLock(dataDir: string): Lock {
  const path = join(dataDir, 'lock');
  const own = join(dataDir, `lock.${process.pid}`);
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      if (link(own, path)) return { release: () => rmSync(path, { force: true }) };
      const holder = Number(readFileSync(path, 'utf8'));
      if (isAlive(holder)) throw new Error(heldMessage(dataDir, holder));
      removeStale(path, holder);
    }
    throw new Error(`${path} changes all the time: several processes are starting`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** A hard link appears with its content, and only when the name is free. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the lock aside and looks again: another process may have taken it over in the meantime. */
function removeStale(path: string, holder: number): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  if (Number(readFileSync(aside, 'utf8')) !== holder) link(aside, path);
  rmSync(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function heldMessage(dataDir: string, pid: number): string {
  const known = readState(join(dataDir, 'runtime.json'));
  const where = isObject(known) && known.pid === pid ? ` at ${String(known.endpoint)}` : '';
  return (
    `${dataDir} is in use: a runtime with process id ${pid} runs${where}. ` +
    'Use it, or stop it first: one process writes at a time'
  );
}
