import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { Failure } from './failure';
import { currentOwner, isConfirmed } from './owner';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

/** Handlers that run get their time to finish. */
const PATIENCE_MS = 20_000;

export const downVerb = (): Command =>
  verb({
    name: 'down',
    summary: 'Stop the lake that runs on this laptop',
    about: 'What was acknowledged is on disk already; data is kept.',
    examples: [['sluice down', 'stops "sluice up"']],
    laptopOnly: true,
  }).action((options: Shared) =>
    inSession('down', options, async ({ print, home }) => {
      const owner = currentOwner(home);
      if (owner === undefined) {
        return print.result({ stopped: false }, () => print.line('nothing runs'));
      }
      if (!isConfirmed(owner)) {
        throw new Failure(
          'refused',
          `process ${owner.pid} may be "sluice ${owner.verb}" or any other: this system does not tell`,
          'stop it where it runs (Ctrl-C); only confirmed processes are signalled',
        );
      }
      process.kill(owner.pid, 'SIGTERM');
      for (let waited = 0; currentOwner(home)?.pid === owner.pid; waited += 50) {
        if (waited > PATIENCE_MS) {
          throw new Failure(
            'failed',
            `process ${owner.pid} ("sluice ${owner.verb}") does not stop`,
            `kill -9 ${owner.pid}: nothing that was acknowledged is lost`,
          );
        }
        await pause(50);
      }
      print.result({ stopped: true, pid: owner.pid }, () =>
        print.line(`stopped "sluice ${owner.verb}" (process ${owner.pid})`),
      );
    }),
  );
