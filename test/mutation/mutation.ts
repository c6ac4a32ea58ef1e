/**
 * Changes the synthesized templates of every environment for the worse, one property at a time, and asks our own
 * offline checks whether they notice: what they do not notice, nobody would before a deployment.
 * `--survivors` lists them all; `--class iam-widening` tries one class.
 */
import { parseArgs } from 'node:util';
import type { MutantClass } from './mutant';
import { accepted, allChecks, nameOf, scores, tryMutants, type Outcome } from './run';

/** Shares of mutants that have to be killed. */
const STRICT: readonly MutantClass[] = ['encryption', 'iam-widening', 'trust', 'retention'];
const REST = 0.95;

const { values: options } = parseArgs({
  options: { survivors: { type: 'boolean' }, class: { type: 'string' } },
});

const outcomes: Outcome[] = [];
for (const outcome of tryMutants(await allChecks(), options.class)) outcomes.push(outcome);

const reasons = accepted();
const reasonOf = (outcome: Outcome): string | undefined =>
  reasons.find(({ mutant }) => new RegExp(mutant).test(nameOf(outcome)))?.reason;
const survivors = outcomes.filter(({ killedBy }) => killedBy === undefined);
const unexplained = survivors.filter((outcome) => reasonOf(outcome) === undefined);

const lines: string[] = [];
for (const [kind, [killed, all]] of scores(outcomes)) {
  if (all > 0) lines.push(`${kind.padEnd(14)} ${killed} of ${all}`);
}
for (const outcome of options.survivors ? survivors : unexplained.slice(0, 40)) {
  lines.push(`survivor: ${nameOf(outcome)}${suffix(reasonOf(outcome))}`);
}
const unused = reasons.filter(
  ({ mutant }) => !survivors.some((outcome) => new RegExp(mutant).test(nameOf(outcome))),
);
for (const { mutant } of options.class ? [] : unused)
  lines.push(`reason without a survivor: ${mutant}`);

const total = outcomes.length - (survivors.length - unexplained.length);
const killed = outcomes.length - survivors.length;
const low = [...scores(outcomes.filter((outcome) => reasonOf(outcome) === undefined))].filter(
  ([kind, [dead, all]]) => dead < all * (STRICT.includes(kind) ? 1 : REST),
);
for (const [kind, [dead, all]] of low) lines.push(`too few of ${kind}: ${dead} of ${all}`);
if (survivors.length > unexplained.length) {
  lines.push(
    `${survivors.length - unexplained.length} mutants change nothing that matters, see accepted.yaml`,
  );
}
lines.push(
  `mutants ${total} killed ${killed} score ${((100 * killed) / Math.max(total, 1)).toFixed(1)}`,
);
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = low.length > 0 || (unused.length > 0 && !options.class) ? 1 : 0;

function suffix(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}
