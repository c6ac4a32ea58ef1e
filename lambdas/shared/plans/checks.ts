import { createHash } from 'node:crypto';
import type { ModelItem } from '../ledger/items';
import type { Model } from '../models/model';
import { isRetained, type World } from './world';

/**
 * Names the checks that a model's slices are judged by: 16 hex. The fingerprint leaves checks out,
 * because they change no rows; a slice that one stopped is judged again when they change.
 */
export const checksOf = ({ checks }: Pick<Model, 'checks'>): string =>
  createHash('sha256').update(JSON.stringify(checks)).digest('hex').slice(0, 16);

type States = ReadonlyMap<string, ModelItem>;
type Place = Pick<World, 'models' | 'since'>;

/** Retained slices that stand blocked, by model, in the order of the models. */
export function standingBlocks(place: Place, states: States): readonly BlockedSlices[] {
  return blockedSlices(place, states, () => true);
}

/** Those of them that were stopped by other checks than the deployed ones. */
export function rejudgedSlices(place: Place, states: States): Readonly<Record<string, string[]>> {
  const found = blockedSlices(place, states, (model, checks) => checks !== checksOf(model));
  return Object.fromEntries(found.map(({ model, slices }) => [model, [...slices]]));
}

export interface BlockedSlices {
  readonly model: string;
  readonly slices: readonly string[];
}

function blockedSlices(
  { models, since }: Place,
  states: States,
  isWanted: (model: Model, checks: string) => boolean,
): readonly BlockedSlices[] {
  return [...models.values()].flatMap((model) => {
    const slices = Object.entries(states.get(model.name)?.blocked ?? {})
      .filter(([slice, checks]) => isRetained(model, slice, since) && isWanted(model, checks))
      .map(([slice]) => slice)
      .sort();
    return slices.length > 0 ? [{ model: model.name, slices }] : [];
  });
}
