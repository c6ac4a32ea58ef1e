import type { MapState } from './definition';
import { evaluationFailure, StateFailure } from './failure';
import type { Frame, Visit } from './frame';
import { guarded } from './guarded';
import type { Step } from './interpreter';
import type { Json } from './json';
import { Scope } from './scope';
import { together } from './together';

/** Inline Maps run at most 40 iterations at once on AWS, whatever MaxConcurrency says. */
const INLINE_CONCURRENCY = 40;

export type RunGraph = (frame: Frame, input: Json) => Promise<Json>;

export async function runMap(state: MapState, visit: Visit, runGraph: RunGraph): Promise<Step> {
  const { thread, signal } = visit.frame;
  return guarded(state, visit, async () => {
    const items = state.items ? await visit.evaluate(state.items) : visit.input;
    if (!isList(items)) throw evaluationFailure(`${state.name}.Items`, 'the result is not a list');
    const limit = await concurrency(state, visit);
    thread.record('MapStateStarted', { length: items.length });
    const jobs = items.map((item, index) => (stop: AbortSignal) => {
      const runs = { item, index, signal: stop };
      return iterate(state, visit, runs, runGraph);
    });
    try {
      const results = await together(jobs, limit, signal);
      thread.record('MapStateSucceeded');
      return results;
    } catch (error) {
      if (error instanceof StateFailure) thread.record('MapStateFailed');
      throw error;
    }
  });
}

interface Iteration {
  readonly item: Json;
  readonly index: number;
  readonly signal: AbortSignal;
}

async function iterate(
  state: MapState,
  visit: Visit,
  { item, index, signal }: Iteration,
  runGraph: RunGraph,
): Promise<Json> {
  const thread = visit.frame.thread.fork();
  const details = { name: state.name, index };
  thread.record('MapIterationStarted', details);
  const context = { ...visit.frame.context, Map: { Item: { Index: index, Value: item } } };
  try {
    const input = state.itemSelector
      ? await visit.evaluate(state.itemSelector, { context: { ...visit.context(), ...context } })
      : item;
    const scope = new Scope(visit.frame.scope);
    const frame = { ...visit.frame, graph: state.processor, scope, signal, thread, context };
    const output = await runGraph(frame, input);
    thread.record('MapIterationSucceeded', details);
    return output;
  } catch (error) {
    const failed = error instanceof StateFailure;
    thread.record(failed ? 'MapIterationFailed' : 'MapIterationAborted', details);
    throw error;
  }
}

async function concurrency(state: MapState, visit: Visit): Promise<number> {
  const limit = await visit.evaluate(state.maxConcurrency);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
    throw evaluationFailure(`${state.name}.MaxConcurrency`, 'is not a whole number of 0 or more');
  }
  return limit === 0 ? INLINE_CONCURRENCY : Math.min(limit, INLINE_CONCURRENCY);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
