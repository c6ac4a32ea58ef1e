import type { Model } from '../shared/models/model';
import type { Inputs, SlicesByModel } from '../shared/plans/plan';
import type { InputsBook } from './listing';
import { joinDays } from './pins';
import { bronzeRead } from './reads';
import { hasInputs, signatureOf } from './signatures';
import type { Touched } from './touch';
import type { World } from '../shared/plans/world';

/** A slice that differs from what its inputs would make today. */
export interface StaleSlice {
  readonly model: Model;
  readonly slice: string;
  readonly signature: string;
  readonly hasInputs: boolean;
}

/**
 * The touched slices of the models that are not built from what they would read now, in order. A
 * slice that an audit blocked is not tried again on the same inputs. Forced slices always count.
 */
export async function staleSlices(
  models: readonly Model[],
  touched: Touched,
  forced: SlicesByModel,
  { world, book }: { readonly world: World; readonly book: InputsBook },
): Promise<readonly StaleSlice[]> {
  const candidates = models.flatMap((model) =>
    [...(touched.get(model.name) ?? [])].sort().map((slice) => ({ model, slice })),
  );
  const inputs = await book.need(
    joinDays(candidates.map(({ model, slice }) => bronzeRead(model, slice, world))),
  );
  return candidates
    .map(({ model, slice }) => describe(model, slice, world, inputs))
    .filter((slice) => isForced(slice, forced) || !isBuilt(slice, world));
}

const describe = (model: Model, slice: string, world: World, inputs: Inputs): StaleSlice => ({
  model,
  slice,
  signature: signatureOf(model, slice, world, inputs),
  hasInputs: hasInputs(model, slice, world, inputs),
});

const isForced = ({ model, slice }: StaleSlice, forced: SlicesByModel): boolean =>
  forced[model.name]?.includes(slice) ?? false;

function isBuilt({ model, slice, signature }: StaleSlice, { states }: World): boolean {
  const state = states.get(model.name)?.get(slice);
  return state?.published?.signature === signature || state?.blocked?.signature === signature;
}
