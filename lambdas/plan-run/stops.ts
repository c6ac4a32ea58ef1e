import type { Outcome, SkippedSlice } from '../shared/plans/plan';
import { slicesRead } from './reads';
import type { StaleSlice } from './stale';
import { isWhole, upstreamOf, type World } from './world';

/** Slices that did not get built in this run, with the reason, by `<model> <slice>`. */
export type Stopped = ReadonlyMap<string, string>;
const nameOf = (model: string, slice: string): string => `${model} ${slice}`;

/** What the levels before left undone: failed builds (all their slices), blocked and skipped slices. */
export function stoppedBy(
  outcomes: readonly { readonly outcome: Outcome; readonly slices: readonly string[] }[],
  skipped: readonly SkippedSlice[],
): Stopped {
  const stopped = new Map<string, string>();
  for (const { outcome, slices } of outcomes) {
    const isFailed = outcome.status === 'failed';
    for (const slice of isFailed ? slices : outcome.blocked) {
      const how = isFailed ? 'failed' : 'was stopped by its audit';
      stopped.set(nameOf(outcome.model, slice), `${outcome.model} ${slice} ${how}`);
    }
  }
  for (const { model, slice, reason } of skipped) stopped.set(nameOf(model, slice), reason);
  return stopped;
}

/**
 * Why a slice must not be built: something it reads failed or was skipped in this run, or stands
 * blocked by an audit. Undefined when nothing is in its way.
 */
export function stopOf(
  { model, slice }: StaleSlice,
  world: World,
  stopped: Stopped,
): string | undefined {
  for (const read of slicesRead(model, slice, world)) {
    const reason = stopped.get(nameOf(read.model.name, read.slice));
    if (reason !== undefined) return reason;
    if (read.state?.blocked !== undefined) {
      return `${read.model.name} ${read.slice} was stopped by its audit in run ${read.state.blocked.run}`;
    }
  }
  const missing = upstreamOf(model, world.models)
    .filter(isWhole)
    .find((upstream) => world.states.get(upstream.name)?.get('all')?.published === undefined);
  return missing && `${missing.name} has never been published`;
}
