import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure';
import type { Home } from './home';

/** The process that runs the laptop runtime, as `owner.json` in the home says. */
export interface Owner {
  readonly pid: number;
  /** `up`, or the verb that started the runtime for itself. */
  readonly verb: string;
  /** Absent while it starts. */
  readonly endpoint?: string;
  /** Hash of the assembly it runs. */
  readonly assembly?: string;
}

const fileOf = (home: Home): string => path.join(home.dir, 'owner.json');

/** The owner that lives; a file that a killed process left behind counts for nothing. */
export function currentOwner(home: Home): Owner | undefined {
  const owner = readOwner(fileOf(home));
  return owner !== undefined && isAlive(owner.pid) ? owner : undefined;
}

export interface Claim {
  /** Lets others find the runtime. */
  announce(details: { readonly endpoint: string; readonly assembly: string }): void;
  release(): void;
}

/**
 * Makes this process the only writer of the data.
 * @throws Failure busy, naming the process that is
 */
export function claim(home: Home, verb: string): Claim {
  const file = fileOf(home);
  const owner = { pid: process.pid, verb };
  if (!tryCreate(file, owner)) {
    const other = readOwner(file);
    if (other !== undefined && isAlive(other.pid)) throw busy(other);
    // its process is gone
    rmSync(file, { force: true });
    if (!tryCreate(file, owner)) throw busy(readOwner(file));
  }
  return {
    announce: (details) => writeFileSync(file, JSON.stringify({ ...owner, ...details })),
    release: () => rmSync(file, { force: true }),
  };
}

export const busy = (owner: Owner | undefined): Failure =>
  new Failure(
    'busy',
    owner === undefined
      ? 'another process has just taken the data'
      : `"sluice ${owner.verb}" (process ${owner.pid}) is using the data: one writer at a time`,
    'wait for it, or keep one runtime for all verbs: npx sluice up',
  );

function tryCreate(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(file: string): Owner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // no file, or one that is being written: nobody to speak of
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
  const { pid } = value;
  const text = (name: string): string | undefined => {
    const member: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    return typeof member === 'string' ? member : undefined;
  };
  if (typeof pid !== 'number') return undefined;
  return { pid, verb: text('verb') ?? '', endpoint: text('endpoint'), assembly: text('assembly') };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
