/** Tries the mutants of one environment in a process of its own, and sends home what came of them. */
import { ENVIRONMENTS } from '../../lib/config';
import { allChecks, brokenFacts, tryMutants, type Outcome, type Tried } from './run';

const PROGRESS_EVERY = 500;

const [name, kind] = process.argv.slice(2);
const env = ENVIRONMENTS.find((one) => one === name);
if (env === undefined || process.send === undefined) throw new Error('started by mutation.ts only');

const checks = await allChecks();
const outcomes: Outcome[] = [];
for (const outcome of tryMutants(checks, env, kind)) {
  outcomes.push(outcome);
  if (outcomes.length % PROGRESS_EVERY === 0) {
    const alive = outcomes.filter(({ killedBy }) => killedBy === undefined).length;
    process.stderr.write(`${env}: ${outcomes.length} mutants, ${alive} unnoticed\n`);
  }
}
const tried: Tried = { outcomes, broken: brokenFacts(checks, env) };
process.send(tried);
