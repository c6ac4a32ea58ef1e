import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { rootStackName, type Place } from '../lambdas/shared/names';
import { remainsOf, unlockCommand, type Remainder } from './destroy/remains';
import { nameOf } from './doctor/finding';
import { Failure } from './failure';
import type { Printer } from './print';
import { sourceOf } from './cost/source';
import { inSession, knownEnv, verb } from './verb';
import type { Session, Shared } from './verb';

export interface DestroyOptions extends Shared {
  readonly really?: boolean;
  readonly confirm?: string;
}

export const destroyVerb = (): Command =>
  verb({
    name: 'destroy',
    summary: 'Take an environment out of its account, and say what stays',
    about:
      'Says what stays when the stack goes, and the commands that remove it; that is all it does without\n' +
      '--really. With it, the name of the environment has to be typed (or given by --confirm), and a stack\n' +
      'that is protected from deletion is left alone until you unlock it yourself.',
    examples: [
      ['sluice destroy --env dev', 'what would stay, nothing else'],
      ['sluice destroy --env dev --really', 'asks for the name, then deletes'],
      ['sluice destroy --env dev --really --confirm dev', 'for scripts'],
    ],
  })
    .option('--really', 'delete, after the name has been typed', false)
    .option('--confirm <env>', 'the name of the environment, instead of typing it')
    .action((options: DestroyOptions) =>
      inSession('destroy', options, (session) => destroy(session, options)),
    );

/** What `destroy` does, with the clients that the session has. */
export async function destroy(session: Session, options: DestroyOptions): Promise<void> {
  const { env, really = false } = options;
  if (env === undefined) {
    throw new Failure(
      'refused',
      'the laptop has no stack to destroy',
      'npx sluice reset deletes its data; --env names an account',
    );
  }
  const { resources } = await sourceOf({ env: knownEnv(env) });
  const stack = rootStackName(env);
  const { print } = session;
  if (!really) {
    const remains = remainsOf(resources, await placeOrBlanks(session, env));
    return print.result({ env, stack, deleted: false, remains }, () => {
      printRemains(print, stack, remains);
      print.line(`\nnothing was deleted: npx sluice destroy --env ${env} --really`);
    });
  }
  const { place, clients } = await session.lake();
  const remains = remainsOf(resources, place);
  const formation = await clients.cloudFormation();
  const { Stacks = [] } = await formation
    .describeStacks({ StackName: stack })
    .catch((error: unknown) => {
      if (nameOf(error) !== 'ValidationError') throw error;
      throw new Failure('unavailable', `there is no stack ${stack} in account ${place.account}`);
    });
  if (Stacks[0]?.EnableTerminationProtection === true) {
    throw new Failure(
      'refused',
      `${stack} is protected from deletion, as an environment with data should be`,
      unlockCommand(env),
    );
  }
  if (!print.json) printRemains(print, stack, remains);
  await confirm(env, options.confirm);
  await formation.deleteStack({ StackName: stack });
  print.result({ env, stack, deleted: true, remains }, () => {
    print.line(`\n${stack} is being deleted; follow it:`);
    print.line(`  aws cloudformation wait stack-delete-complete --stack-name ${stack}`);
  });
}

/** What stays stands in the templates: without an account, the blanks in the commands are left to fill. */
async function placeOrBlanks(session: Session, env: string): Promise<Place> {
  try {
    return (await session.lake()).place;
  } catch (error) {
    if (!(error instanceof Failure) || error.outcome !== 'unavailable') throw error;
    session.print.note(`sluice: ${error.message}: fill in <account> and <region>`);
    return { env, account: '<account>', region: '<region>' };
  }
}

async function confirm(env: string, given: string | undefined): Promise<void> {
  const typed = given ?? (await typedName(env));
  if (typed === env) return;
  throw new Failure(
    'refused',
    `nothing was deleted: "${typed}" is not "${env}"`,
    `npx sluice destroy --env ${env} --really --confirm ${env}`,
  );
}

async function typedName(env: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(
    `\nto delete it, type the name of the environment (${env}): `,
  );
  prompt.close();
  return answer.trim();
}

function printRemains(print: Printer, stack: string, remains: readonly Remainder[]): void {
  print.line(
    `deleting ${print.style.bold(stack)} takes its functions, machines, roles, deliveries.`,
  );
  print.heading('what stays, and what removes it');
  for (const { what, why, remove } of remains) {
    print.line(`${print.style.accent(what)}: ${why}`);
    for (const command of remove) print.line(print.style.dim(`  ${command}`));
  }
}
