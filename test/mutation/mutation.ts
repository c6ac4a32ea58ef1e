/**
 * Changes the synthesized templates of every environment for the worse, one property at a time, and asks our own
 * offline checks whether they notice: what they do not notice, nobody would before a deployment.
 * `--survivors` lists them all; `--class iam-widening` tries one class, `--env dev` one environment.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENVIRONMENTS } from '../../lib/config';
import type { MutantClass } from './mutant';
import { accepted, scores, type Outcome, type Tried } from './run';

/** Classes of which every mutant has to be killed. */
const STRICT: readonly MutantClass[] = ['encryption', 'iam-widening', 'trust', 'retention'];
/** Share of the others. */
const REST = 0.95;
const SHOWN = 40;

const { values: options } = parseArgs({
  options: {
    survivors: { type: 'boolean' },
    class: { type: 'string' },
    env: { type: 'string' },
  },
});
const isPart = options.class !== undefined || options.env !== undefined;

/** @throws Error when the process ends without an answer */
async function tried(env: string): Promise<Tried> {
  const child = fork(
    join(import.meta.dirname, 'one-environment.ts'),
    [env, ...(options.class === undefined ? [] : [options.class])],
    { execArgv: ['--import', 'tsx'] },
  );
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${env} ended with ${String(code)}`);
  });
  const [answer] = (await Promise.race([once(child, 'message'), gone])) as [Tried];
  return answer;
}

const environments = ENVIRONMENTS.filter((env) => env === (options.env ?? env));
const answers = await Promise.all(environments.map(tried));
const outcomes = answers.flatMap((answer) => answer.outcomes);
const broken = answers.flatMap((answer) => answer.broken);

const reasons = accepted();
const reasonOf = ({ name }: Outcome): string | undefined =>
  reasons.find(({ mutant }) => new RegExp(mutant).test(name))?.reason;
const survivors = outcomes.filter(({ killedBy }) => killedBy === undefined);
const unexplained = survivors.filter((outcome) => reasonOf(outcome) === undefined);
const counted = outcomes.filter(
  (outcome) => outcome.killedBy !== undefined || unexplained.includes(outcome),
);
const unused = isPart
  ? []
  : reasons.filter(({ mutant }) => !survivors.some(({ name }) => new RegExp(mutant).test(name)));
const low = [...scores(counted)].filter(
  ([kind, [killed, all]]) => killed < all * (STRICT.includes(kind) ? 1 : REST),
);

const killed = outcomes.length - survivors.length;
const score = (100 * killed) / Math.max(counted.length, 1);
const shown = options.survivors ? survivors : unexplained.slice(0, SHOWN);
const lines = [
  ...broken.map((finding) => `without a mutation: ${finding}`),
  ...[...scores(counted)]
    .filter(([, [, all]]) => all > 0)
    .map(([kind, [dead, all]]) => `${kind.padEnd(14)} ${dead} of ${all}`),
  ...shown.map((outcome) => {
    const reason = reasonOf(outcome);
    return `survivor: ${outcome.name}${reason === undefined ? '' : ` (${reason})`}`;
  }),
  ...unused.map(({ mutant }) => `reason without a survivor: ${mutant}`),
  ...low.map(([kind, [dead, all]]) => `too few of ${kind}: ${dead} of ${all}`),
  ...(counted.length < outcomes.length
    ? [`${outcomes.length - counted.length} mutants are as good as the original: accepted.yaml`]
    : []),
  `mutants ${counted.length} killed ${killed} score ${score.toFixed(1)}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = broken.length > 0 || low.length > 0 || unused.length > 0 ? 1 : 0;
