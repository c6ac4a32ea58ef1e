import type { SliceState } from '../ledger/slices';
import { type Model, WHOLE_TABLE_SLICE } from '../models/model';
import { sliceOf } from '../models/slices';

/** What planning knows: the models that take part, the days of bronze, what is published. */
export interface World {
  /** In dependency order. */
  readonly models: ReadonlyMap<string, Model>;
  /** Whether a bronze dataset is partitioned by the day that slices are made of. */
  readonly isDayDataset: (dataset: string) => boolean;
  /** Retained days of each bronze dataset, oldest first. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** Slices in the ledger, by model. */
  readonly states: ReadonlyMap<string, ReadonlyMap<string, SliceState>>;
  readonly asOf: string;
  /** Oldest day that is retained. */
  readonly since: string;
  /** Keys of what runs said of themselves that a slice reads, in order; absent where no level asks for them. */
  readonly opsRead?: (model: Model, slice: string) => readonly string[];
}

export type States = World['states'];
export const isWhole = ({ slice }: Model): boolean => slice.by === 'none';

type Models = ReadonlyMap<string, Model>;
const named = (references: Model['references'], models: Models): readonly Model[] =>
  references
    .map(({ layer, table }) => models.get(`${layer}.${table}`))
    .filter((model) => model !== undefined);

/** Models of silver and gold whose rows decide a model's rows. */
export const upstreamOf = ({ references }: Model, models: Models): readonly Model[] =>
  named(
    references.filter(({ auditOnly }) => auditOnly !== true),
    models,
  );

/** Models that must be there before a model is built: those above, and what its checks read. */
export const neededBy = ({ references }: Model, models: Models): readonly Model[] =>
  named(references, models);

/** Bronze datasets that a model, or its checks, read. */
export const bronzeOf = ({ references }: Model): readonly string[] =>
  references.filter(({ layer }) => layer === 'bronze').map(({ table }) => table);

/** Whether the rows of a model, not only its checks, come from a bronze dataset. */
export const isSource = ({ references }: Model, dataset: string): boolean =>
  references.some(
    ({ layer, table, auditOnly }) => layer === 'bronze' && table === dataset && auditOnly !== true,
  );

/**
 * The slices that a model has or should have: those of every known day of the bronze it stands on,
 * and those already published.
 */
export function retainedSlices(model: Model, world: World): ReadonlySet<string> {
  if (isWhole(model)) return new Set([WHOLE_TABLE_SLICE]);
  const unit = model.slice.by;
  const published = [...(world.states.get(model.name)?.keys() ?? [])];
  const days = [...dayDatasetsBelow(model, world)].flatMap((dataset) => world.known[dataset] ?? []);
  const slices = [...days.map((day) => sliceOf(unit, day)), ...published];
  return new Set(slices.filter((slice) => isRetained(model, slice, world.since)));
}

/** Whether a slice reaches into the retained days. @param since the oldest of them */
export const isRetained = (model: Model, slice: string, since: string): boolean =>
  isWhole(model) || slice >= sliceOf(model.slice.by, since);

/** Bronze datasets partitioned by business day that a model stands on, directly or not. */
function dayDatasetsBelow(model: Model, world: World): ReadonlySet<string> {
  const own = bronzeOf(model).filter(
    (dataset) => isSource(model, dataset) && world.isDayDataset(dataset),
  );
  const below = upstreamOf(model, world.models).flatMap((upstream) => [
    ...dayDatasetsBelow(upstream, world),
  ]);
  return new Set([...own, ...below]);
}

/** Retained slices neither published nor judged with the model's fingerprint. */
export function remainingSlices(model: Model, world: World): readonly string[] {
  const slices = world.states.get(model.name);
  return [...retainedSlices(model, world)].sort().filter((slice) => {
    const state = slices?.get(slice);
    const built = [state?.published?.fingerprint, state?.blocked?.fingerprint];
    return !built.includes(model.fingerprint);
  });
}
