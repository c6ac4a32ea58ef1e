import type { Model } from '../shared/models/model';
import { addDays, addSlices, type DayRange, readRange, sliceOf } from '../shared/models/slices';
import { isWhole } from '../shared/plans/world';

export interface UndoneSlice {
  readonly model: string;
  readonly slice: string;
}
/** Whether a changed day must stay unsettled: something that is built from it was not built. */
export type IsHeld = (dataset: string, day: string) => boolean;

interface Holding {
  readonly models: ReadonlyMap<string, Model>;
  readonly isDayDataset: (dataset: string) => boolean;
}

/** The days that slices which failed or were skipped are built from, directly or through other models. */
export function heldDays(undone: readonly UndoneSlice[], holding: Holding): IsHeld {
  const whole = new Set<string>();
  const ranges = new Map<string, DayRange[]>();
  const hold = (dataset: string, range: DayRange | undefined): void => {
    if (range === undefined) whole.add(dataset);
    else ranges.set(dataset, [...(ranges.get(dataset) ?? []), range]);
  };
  const visit = (model: Model, range: DayRange | undefined): void => {
    for (const { layer, table, auditOnly } of model.references) {
      const upstream = holding.models.get(`${layer}.${table}`);
      if (auditOnly === true) continue;
      if (layer === 'bronze') hold(table, holding.isDayDataset(table) ? range : undefined);
      else if (upstream?.dependBy !== undefined && range !== undefined) hold(upstream.name, range);
      else if (upstream !== undefined) visit(upstream, readBy(upstream, range));
    }
  };
  for (const { model: name, slice } of undone) {
    const model = holding.models.get(name);
    if (model !== undefined) visit(model, isWhole(model) ? undefined : readRange(model, slice));
  }
  return (dataset, day) =>
    whole.has(dataset) ||
    (ranges.get(dataset) ?? []).some(({ start, end }) => day >= start && day < end);
}

/** Days that the slices of a model read which cover a range. */
function readBy(model: Model, range: DayRange | undefined): DayRange | undefined {
  if (range === undefined || isWhole(model)) return undefined;
  const { by, lookback } = model.slice;
  const last = sliceOf(by, addDays(range.end, -1));
  return {
    start: addSlices(by, sliceOf(by, range.start), -lookback),
    end: addSlices(by, last, 1),
  };
}
