import { type Model, WHOLE_TABLE_SLICE } from '../shared/models/model';
import type { EndedBuild } from '../shared/plans/ended';
import type { SkippedSlice } from '../shared/plans/plan';
import type { Candidate } from './candidates';
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

export interface Sorted {
  readonly free: readonly Candidate[];
  readonly skipped: readonly SkippedSlice[];
}

/**
 * Parts the candidates of a level: stale ones with nothing in their way are built. What is touched
 * and depends on something undone is skipped, also when it looks as before: it would mix old and new.
 */
export function sortCandidates(
  candidates: readonly Candidate[],
  world: World,
  stopped: Stopped,
): Sorted {
  const skipped: SkippedSlice[] = [];
  const free = candidates.filter(({ model, slice, isStale }) => {
    const stop = stopOf(model, slice, world, stopped);
    const reason = stop ?? (isStale ? missingUpstream(model, world) : undefined);
    if (reason !== undefined) skipped.push({ model: model.name, slice, reason });
    return reason === undefined && isStale;
  });
  return { free, skipped };
}
