import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { claimFile, rewriteFile } from '../local/server/claim-file';
import { birthOf, presenceOf } from '../local/server/process-birth';
import type { Identity } from '../local/server/process-birth';
import { Failure } from './failure';
import type { Home } from './home';

/** The process that runs the laptop runtime, as `owner.json` in the home says. */
export interface Owner extends Identity {
  /** `up`, or the verb that started the runtime for itself. */
  readonly verb: string;
  /** Absent while it starts. */
  readonly endpoint?: string;
  /** Hash of the assembly it runs. */
  readonly assembly?: string;
}

const fileOf = (home: Home): string => path.join(home.dir, 'owner.json');

/**
 * The owner that lives. A file that a killed process left behind counts for nothing, also when another
 * process has got its number: after a restart of the machine that is the rule.
 */
export function currentOwner(home: Home): Owner | undefined {
  return ownerIn(fileOf(home));
}

/** Whether the process is the one that wrote the file, and no other with its number. */
export const isConfirmed = (owner: Owner): boolean => presenceOf(owner) === 'same';

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
  const owner: Owner = { pid: process.pid, birth: birthOf(process.pid), verb };
  const holder = claimFile(file, JSON.stringify(owner), (found) => living(found) !== undefined);
  if (holder !== undefined) throw busy(living(holder));
  return {
    announce: (details) => rewriteFile(file, JSON.stringify({ ...owner, ...details })),
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

function ownerIn(file: string): Owner | undefined {
  try {
    return living(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function living(content: string): Owner | undefined {
  const owner = parseOwner(content);
  return owner === undefined || presenceOf(owner) === 'gone' ? undefined : owner;
}

function parseOwner(content: string): Owner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // the machine stopped while it was written: nobody to speak of
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
  const { pid } = value;
  const text = (name: string): string | undefined => {
    const member: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    return typeof member === 'string' ? member : undefined;
  };
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    birth: text('birth'),
    verb: text('verb') ?? '',
    endpoint: text('endpoint'),
    assembly: text('assembly'),
  };
}
