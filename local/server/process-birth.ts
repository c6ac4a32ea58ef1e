import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process as a file remembers it: a number alone is given to another process after a while, or a restart. */
export interface Identity {
  readonly pid: number;
  /** When it began; absent where the system does not tell. */
  readonly birth?: string;
}
/** `gone`: it ended, and its number may be another's. `unknown`: something has the number, and nobody can tell what. */
export type Presence = 'same' | 'gone' | 'unknown';

export function presenceOf({ pid, birth }: Identity): Presence {
  if (!isAlive(pid)) return 'gone';
  const found = birthOf(pid);
  if (found === undefined) return 'unknown';
  return found === birth ? 'same' : 'gone';
}

/** Boot and clock ticks since then (proc_pid_stat(5), field 22), or the start time that `ps` shows. */
export function birthOf(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) return startShownByPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the name, field 2, may hold spaces and brackets itself
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    // it ended just now, or is hidden from us: nothing is known of it
    return undefined;
  }
}

function startShownByPs(pid: number): string | undefined {
  try {
    const shown = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return shown.trim() === '' ? undefined : shown.trim();
  } catch {
    // no ps, or no such process
    return undefined;
  }
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
