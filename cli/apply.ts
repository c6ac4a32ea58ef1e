import type { Command } from 'commander';
import { startAndShow } from './run';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

export const applyVerb = (): Command =>
  verb({
    name: 'apply',
    summary: 'Rebuild a table whose model has changed',
    about:
      'A changed model file waits as "pending" where rebuilding it would cost more than the\n' +
      'environment allows by itself; this rebuilds it. On the laptop nothing waits.',
    examples: [
      [
        'sluice apply gold.product_performance --env prod',
        'after a look at: sluice status --env prod',
      ],
    ],
  })
    .argument('<model>', 'database.table')
    .action((model: string, options: Shared) =>
      inSession('apply', options, (session) => startAndShow(session, { apply: model })),
    );
