import { Command } from 'commander';
import { ENVIRONMENTS, type EnvName } from '../lib/config';
import { Failure } from './failure';
import { homeAt } from './home';
import type { Home } from './home';
import { perform } from './perform';
import type { Manners } from './perform';
import { Printer } from './print';
import { progress } from './progress';
import { openAccount } from './open-account';
import { openLaptop } from './target';
import type { Lake } from './target';

/** What every verb can be told. */
export interface Shared {
  readonly env?: string;
  readonly json?: boolean;
  readonly home?: string;
}

/** One call of a verb. */
export interface Session {
  readonly print: Printer;
  readonly home: Home;
  /** Opens the lake once; it is closed when the verb ends. */
  lake(): Promise<Lake>;
}

interface VerbText {
  readonly name: string;
  readonly summary: string;
  /** A paragraph on what it does and when to use it. */
  readonly about: string;
  readonly examples: readonly (readonly [command: string, effect: string])[];
  /** The verb works on the laptop only. */
  readonly laptopOnly?: boolean;
}

/** A command with the options, the help and the manners that all verbs share. */
export function verb(text: VerbText): Command {
  const command = new Command(text.name)
    .summary(text.summary)
    .description(`${text.summary}.\n\n${text.about.replaceAll('\n', ' ')}`)
    .option('--json', 'print one JSON object instead of text', false)
    .option('--home <dir>', 'folder of the laptop lake (default: .sluice in the project)');
  if (!text.laptopOnly) {
    command.option(
      '--env <env>',
      `an AWS account: ${ENVIRONMENTS.join(', ')} (default: the laptop)`,
    );
  }
  const width = Math.max(...text.examples.map(([example]) => example.length));
  const lines = text.examples.map(([example, effect]) => `  ${example.padEnd(width)}  ${effect}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** Runs a verb's work with a session, prints what goes wrong and sets the exit code. */
export async function inSession(
  name: string,
  options: Shared,
  work: (session: Session) => Promise<void>,
  manners: Manners = {},
): Promise<void> {
  const print = new Printer(options.json === true);
  let opened: Promise<Lake> | undefined;
  await perform(
    print,
    async () => {
      const home = homeAt(options.home);
      await work({ print, home, lake: () => (opened ??= open(name, options, home, print)) });
    },
    async () => (await opened?.catch(() => undefined))?.close(),
    manners,
  );
}

async function open(name: string, { env }: Shared, home: Home, print: Printer): Promise<Lake> {
  if (env !== undefined) return openAccount(knownEnv(env));
  const shown = progress(print, 'starting the laptop runtime …');
  try {
    const lake = await openLaptop({
      home,
      verb: name,
      onSynth: () => shown.update('synthesizing the stacks (once per change of the sources) …'),
    });
    if (lake.stale && RUNS_SOURCES.has(name)) print.note(STALE);
    return lake;
  } finally {
    shown.clear();
  }
}

/** Verbs whose answer depends on the artefacts that run. */
const RUNS_SOURCES = new Set(['run', 'apply', 'load', 'start']);
const STALE =
  'sluice: the running "sluice up" was started before the sources changed: restart it to use the change';

export function knownEnv(env: string): EnvName {
  const name = ENVIRONMENTS.find((known) => known === env);
  if (name !== undefined) return name;
  throw new Failure('usage', `unknown environment "${env}": use ${ENVIRONMENTS.join(', ')}`);
}
