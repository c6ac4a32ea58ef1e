import type { Command } from 'commander';
import { configFor } from '../lib/config';
import { outputsOf, variablesOf } from './output/outputs';
import { currentOwner } from './owner';
import type { Printer } from './print';
import { LAPTOP_ENV } from './synth';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly variables?: boolean;
}

export const outputVerb = (): Command =>
  verb({
    name: 'output',
    summary: 'Names, ARNs, console pages and variables of an environment',
    about:
      'All that a producer, an analyst or an operator needs to reach the lake. Names follow from the\n' +
      'environment, the account and the region, so they are known before the first deployment too.',
    examples: [
      ['sluice output --env prod', 'streams, workgroups, roles, machines, topics, buckets'],
      ['sluice output --env prod --json', 'for scripts: one object'],
      ['eval "$(sluice output --variables)"', 'clients of this shell talk to the laptop'],
    ],
  })
    .option('--variables', 'only lines for a shell: export NAME=value', false)
    .action((options: Options) =>
      inSession('output', options, (session) => output(session, options)),
    );

async function output(session: Session, options: Options): Promise<void> {
  const { env, variables: only = false } = options;
  const { print, home } = session;
  const place = env === undefined ? LAPTOP : (await session.lake()).place;
  const endpoint = env === undefined ? currentOwner(home)?.endpoint : undefined;
  const variables = variablesOf(place, endpoint);
  const outputs = outputsOf(place, configFor(place.env), env !== undefined);
  print.result({ ...place, variables, outputs }, () => {
    if (!only) printOutputs(print, outputs);
    if (!only) print.heading('for a shell');
    for (const [name, value] of Object.entries(variables)) print.line(`export ${name}=${value}`);
    if (env === undefined && endpoint === undefined) {
      print.note('no "sluice up" runs: start it for clients of your own');
    }
  });
}

/** As the laptop runtime calls itself. */
const LAPTOP = { env: LAPTOP_ENV, account: '000000000000', region: 'us-east-1' };

function printOutputs(print: Printer, outputs: ReturnType<typeof outputsOf>): void {
  for (const [group, some] of Object.entries(outputs)) {
    print.heading(group);
    const width = Math.max(...some.map(({ key }) => key.length));
    for (const { key, value, arn, console } of some) {
      print.line(`  ${key.padEnd(width)}  ${value}`);
      for (const more of [arn, console]) {
        if (more !== undefined) print.line(print.style.dim(`  ${' '.repeat(width)}  ${more}`));
      }
    }
  }
}
