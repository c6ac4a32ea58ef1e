import type { SliceItem } from '../shared/ledger/items';
import type { SliceState } from '../shared/ledger/slices';
import { type Model, WHOLE_TABLE_SLICE } from '../shared/models/model';
import { type DayRange, readRange, sliceRange, slicesBetween } from '../shared/models/slices';
import { bronzeOf, isWhole, upstreamOf, type World } from '../shared/plans/world';

/** Days by bronze dataset: what a statement's `"$path"` list must hold. */
export type DaysRead = Readonly<Record<string, readonly string[]>>;

/** Days that one slice reads; undefined for a whole table, which reads all that is retained. */
const rangeOf = (model: Model, slice: string): DayRange | undefined =>
  isWhole(model) ? undefined : readRange(model, slice);

/**
 * The days of bronze that one slice reads: its own and its lookback's, of datasets by business day;
 * every retained day otherwise.
 */
export function bronzeRead(model: Model, slice: string, world: World): DaysRead {
  const range = rangeOf(model, slice);
  return Object.fromEntries(
    bronzeOf(model).map((dataset) => {
      const known = world.known[dataset] ?? [];
      const isPart = range !== undefined && world.isDayDataset(dataset);
      return [dataset, isPart ? known.filter((day) => isWithin(day, range)) : known];
    }),
  );
}

const isWithin = (day: string, { start, end }: DayRange): boolean => day >= start && day < end;

export interface UpstreamSlice {
  readonly model: Model;
  readonly slice: string;
  readonly state?: SliceState;
}

/** The slices of other models that one slice reads, in the order of references, then of slices. */
export function slicesRead(
  model: Model,
  slice: string,
  world: World,
  above = upstreamOf,
): readonly UpstreamSlice[] {
  return above(model, world.models).flatMap((upstream) => {
    const states = world.states.get(upstream.name) ?? new Map<string, SliceState>();
    if (isWhole(upstream)) {
      const state = states.get(WHOLE_TABLE_SLICE);
      return [{ model: upstream, slice: WHOLE_TABLE_SLICE, ...(state && { state }) }];
    }
    const range = rangeOf(model, slice);
    const read =
      range === undefined ? [...states.keys()].sort() : slicesBetween(upstream.slice.by, range);
    return read.flatMap((one) => {
      const state = states.get(one);
      return state === undefined ? [] : [{ model: upstream, slice: one, state }];
    });
  });
}

/** Whether one slice reads any day of a slice of a model it refers to. */
export function readsSlice(
  model: Model,
  slice: string,
  upstream: Model,
  upstreamSlice: string,
): boolean {
  const range = rangeOf(model, slice);
  if (range === undefined || isWhole(upstream)) return true;
  const { start, end } = sliceRange(upstream.slice.by, upstreamSlice);
  return start < range.end && end > range.start;
}

/** The parts of a `dependBy` table that belong to the days one slice reads, as `day digest`. */
export function partsRead(model: Model, slice: string, upstream?: SliceItem): readonly string[] {
  const range = rangeOf(model, slice);
  return Object.entries(upstream?.parts ?? {})
    .filter(([day]) => range === undefined || isWithin(day, range))
    .map(([day, digest]) => `${day} ${digest}`)
    .sort();
}
