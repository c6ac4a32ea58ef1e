import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { Failure } from './failure';
import { busy, currentOwner } from './owner';
import { forgetHistory } from './start-memory';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared {
  readonly yes?: boolean;
}

export const resetVerb = (): Command =>
  verb({
    name: 'reset',
    summary: 'Delete the lake of this laptop',
    about:
      'All data of the laptop lake: streams, objects, tables, runs. It never touches an account.',
    examples: [
      ['sluice reset', 'asks first'],
      ['sluice reset --yes', 'for scripts'],
    ],
    laptopOnly: true,
  })
    .option('--yes', 'do not ask')
    .action((options: Options) =>
      inSession('reset', options, async ({ print, home }) => {
        const owner = currentOwner(home);
        if (owner !== undefined) throw busy(owner);
        if (!existsSync(home.dataDir)) return;
        if (!options.yes && !(await confirmed(`delete ${home.dataDir}?`))) {
          throw new Failure('refused', 'nothing was deleted', 'npx sluice reset --yes');
        }
        rmSync(home.dataDir, { recursive: true, force: true });
        forgetHistory(home);
        print.result({ deleted: home.dataDir }, () => print.line(`deleted ${home.dataDir}`));
      }),
    );

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
