import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimFile } from './claim-file';
import { isObject } from './json';
import { birthOf, presenceOf } from './process-birth';
import type { Identity } from './process-birth';
import { readState } from './state-file';

/** The data folder has one writer at a time. */
export interface Lock {
  release(): void;
}

/**
 * Takes the data folder for this process. A lock whose process is gone (kill -9, a restart of the machine) is taken
 * over, also when its number is another process's by now.
 * @throws Error that names the process which has it and where it answers
 */
export function takeLock(dataDir: string): Lock {
  const path = join(dataDir, 'lock');
  const holder = claimFile(
    path,
    `${process.pid} ${birthOf(process.pid) ?? ''}`,
    (found) => presenceOf(identityIn(found)) !== 'gone',
  );
  if (holder !== undefined) throw new Error(heldMessage(dataDir, identityIn(holder).pid));
  return { release: () => rmSync(path, { force: true }) };
}

function identityIn(content: string): Identity {
  const [pid, ...birth] = content.split(' ');
  return { pid: Number(pid), birth: birth.join(' ') };
}

function heldMessage(dataDir: string, pid: number): string {
  const known = readState(join(dataDir, 'runtime.json'));
  const where = isObject(known) && known.pid === pid ? ` at ${String(known.endpoint)}` : '';
  return (
    `${dataDir} is in use: a runtime with process id ${pid} runs${where}. ` +
    'Use it, or stop it first: one process writes at a time'
  );
}
