import type { ParallelState } from './definition';
import { StateFailure } from './failure';
import type { Visit } from './frame';
import { guarded } from './guarded';
import type { Step } from './interpreter';
import type { RunGraph } from './run-map';
import { Scope } from './scope';
import { together } from './together';

export async function runParallel(
  state: ParallelState,
  visit: Visit,
  runGraph: RunGraph,
): Promise<Step> {
  const { frame } = visit;
  return guarded(state, visit, async () => {
    const input = state.arguments ? await visit.evaluate(state.arguments) : visit.input;
    frame.thread.record('ParallelStateStarted');
    const jobs = state.branches.map((graph) => (signal: AbortSignal) => {
      const scope = new Scope(frame.scope);
      return runGraph({ ...frame, graph, scope, signal, thread: frame.thread.fork() }, input);
    });
    try {
      const results = await together(jobs, 0, frame.signal);
      frame.thread.record('ParallelStateSucceeded');
      return results;
    } catch (error) {
      if (error instanceof StateFailure) frame.thread.record('ParallelStateFailed');
      throw error;
    }
  });
}
