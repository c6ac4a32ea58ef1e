import { type Model, WHOLE_TABLE_SLICE } from '../shared/models/model';
import type { EndedBuild } from '../shared/plans/ended';
import type { SkippedSlice } from '../shared/plans/plan';
import { readsSlice, slicesRead } from './reads';
import { isWhole, neededBy, type World } from '../shared/plans/world';

/** Why slices were not built in this run, by model and slice. */
export type Stopped = ReadonlyMap<string, ReadonlyMap<string, string>>;
/** What the levels before left undone: all slices of failed builds, blocked slices, skipped slices. */
export function stoppedBy(
  builds: readonly EndedBuild[],
  skipped: readonly SkippedSlice[],
): Stopped {
  const stopped = new Map<string, Map<string, string>>();
  const stop = ({ model, slice, reason }: SkippedSlice): void => {
    const slices = stopped.get(model) ?? new Map<string, string>();
    stopped.set(model, slices.set(slice, reason));
  };
  for (const { plan, outcome } of builds) {
    const slices = plan.slices.map(({ slice }) => slice);
    const isFailed = outcome.status === 'failed';
    const how = isFailed ? 'failed' : 'was stopped by its audit';
    for (const slice of isFailed ? slices : outcome.blocked) {
      stop({ model: outcome.model, slice, reason: `${outcome.model} ${slice} ${how}` });
    }
  }
  skipped.forEach(stop);
  return stopped;
}

/**
 * Why a slice must not be built: something it reads failed or was skipped in this run, or stands
 * blocked by an audit. Undefined when nothing is in its way.
 */
export function stopOf(
  model: Model,
  slice: string,
  world: World,
  stopped: Stopped,
): string | undefined {
  for (const upstream of neededBy(model, world.models)) {
    for (const [undone, reason] of stopped.get(upstream.name) ?? []) {
      if (readsSlice(model, slice, upstream, undone)) return reason;
    }
  }
  for (const { model: upstream, slice: read, state } of slicesRead(model, slice, world, neededBy)) {
    if (state?.blocked !== undefined) {
      return `${upstream.name} ${read} was stopped by its audit in run ${state.blocked.run}`;
    }
  }
  return undefined;
}

/** A whole table that a model reads and that no run has published yet: its statement could not run. */
export function missingUpstream(model: Model, world: World): string | undefined {
  const missing = neededBy(model, world.models).find(
    (upstream) =>
      isWhole(upstream) &&
      world.states.get(upstream.name)?.get(WHOLE_TABLE_SLICE)?.published === undefined,
  );
  return missing && `${missing.name} has never been published`;
}
