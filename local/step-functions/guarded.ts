import type { Assignments, Guarded } from './definition';
import { errorOutput, StateFailure } from './failure';
import type { Visit } from './frame';
import type { Step } from './interpreter';
import type { Json } from './json';
import { Retries, takes } from './retry';
import type { Template } from './template';

interface GuardedState extends Guarded {
  readonly next?: string;
  readonly output?: Template;
  readonly assign: Assignments;
}

/** Runs an attempt under the state's Retry and Catch. Evaluating its Output is part of the attempt. */
export async function guarded(
  state: GuardedState,
  visit: Visit,
  attempt: () => Promise<Json>,
): Promise<Step> {
  const { world, signal } = visit.frame;
  const retries = new Retries(state.retry, () => world.random());
  for (;;) {
    try {
      const result = await attempt();
      return { output: await visit.finish(state, result, { result }), next: state.next };
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const delay = retries.next(error);
      if (delay === undefined) return caught(state, visit, error);
      await world.sleep(delay, signal);
      visit.retried();
    }
  }
}

async function caught(state: Guarded, visit: Visit, failure: StateFailure): Promise<Step> {
  const catcher = state.catch.find(({ errors }) => takes(errors, failure));
  if (catcher === undefined) throw failure;
  const output = errorOutput(failure);
  return {
    output: await visit.finish(catcher, output, { errorOutput: output }),
    next: catcher.next,
  };
}
