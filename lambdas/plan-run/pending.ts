import type { ModelItem } from '../shared/ledger/items';
import type { Model } from '../shared/models/model';
import type { RunRequest, SlicesByModel } from '../shared/plans/plan';
import { remainingSlices, retainedSlices, type World } from '../shared/plans/world';

/** A model whose SQL changed since its retained slices were built, or that is new. */
export interface ChangedModel {
  readonly model: Model;
  /** Slices not built with the new fingerprint. */
  readonly remaining: readonly string[];
  readonly state?: ModelItem;
}

/** Whether any model stands in the ledger with another fingerprint, or not at all. */
export const hasChangedModels = (
  models: readonly Model[],
  states: ReadonlyMap<string, ModelItem>,
): boolean => models.some(({ name, fingerprint }) => states.get(name)?.fingerprint !== fingerprint);

export const changedModels = (
  world: World,
  states: ReadonlyMap<string, ModelItem>,
): readonly ChangedModel[] =>
  [...world.models.values()]
    .filter(({ name, fingerprint }) => states.get(name)?.fingerprint !== fingerprint)
    .map((model) => {
      const state = states.get(model.name);
      return { model, remaining: remainingSlices(model, world), ...(state && { state }) };
    });

export interface Review {
  /** Changed models to rebuild now, with all their retained slices: those that are built already touch what reads them. */
  readonly rebuilding: SlicesByModel;
  /** Changed models that wait for `apply`. */
  readonly waiting: readonly { readonly model: Model; readonly dollars: number }[];
}

/**
 * Which changed models are rebuilt at once: what costs at most the limit, what was approved, and what
 * this run applies.
 * @param dollarsOf what rebuilding a changed model and all that reads it costs; asked once per change
 */
export async function reviewChanges(
  changed: readonly ChangedModel[],
  { apply }: RunRequest,
  limit: number,
  world: World,
  dollarsOf: (model: ChangedModel) => Promise<number>,
): Promise<Review> {
  const rebuilding: Record<string, readonly string[]> = {};
  const waiting: { model: Model; dollars: number }[] = [];
  for (const change of changed) {
    const { model, remaining, state } = change;
    const pending = state?.pending?.fingerprint === model.fingerprint ? state.pending : undefined;
    const isApproved = apply === model.name || pending?.approved === true;
    const isDone = remaining.length === 0;
    const dollars = isApproved || isDone ? 0 : (pending?.dollars ?? (await dollarsOf(change)));
    if (dollars <= limit) rebuilding[model.name] = [...retainedSlices(model, world)].sort();
    else waiting.push({ model, dollars });
  }
  return { rebuilding, waiting };
}
