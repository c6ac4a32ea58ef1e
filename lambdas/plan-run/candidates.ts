import type { SliceState } from '../shared/ledger/slices';
import type { Model } from '../shared/models/model';
import { checksOf } from '../shared/plans/checks';
import type { SlicesByModel } from '../shared/plans/plan';
import type { InputsBook } from './listing';
import { joinDays } from './pins';
import { bronzeRead } from './reads';
import { hasInputs, signatureOf } from './signatures';
import type { Touched } from './touch';
import type { World } from '../shared/plans/world';

/** A slice that changes reach. */
export interface Candidate {
  readonly model: Model;
  readonly slice: string;
  readonly signature: string;
  readonly hasInputs: boolean;
  /** It differs from what its inputs would make today, or is asked for. */
  readonly isStale: boolean;
}

/**
 * The touched slices of the models, in order, with what they would be built from. A slice that an
 * audit blocked is not stale on the same inputs under the same checks. Forced slices always are.
 */
export async function candidateSlices(
  models: readonly Model[],
  touched: Touched,
  forced: SlicesByModel,
  { world, book }: { readonly world: World; readonly book: InputsBook },
): Promise<readonly Candidate[]> {
  const reached = models.flatMap((model) =>
    [...(touched.get(model.name) ?? [])].sort().map((slice) => ({ model, slice })),
  );
  const inputs = await book.need(
    joinDays(reached.map(({ model, slice }) => bronzeRead(model, slice, world))),
  );
  const checks = new Map(models.map((model) => [model.name, checksOf(model)]));
  return reached.map(({ model, slice }) => {
    const signature = signatureOf(model, slice, world, inputs);
    const isAsked = forced[model.name]?.includes(slice) ?? false;
    return {
      model,
      slice,
      signature,
      hasInputs: hasInputs(model, slice, world, inputs),
      isStale:
        isAsked ||
        !isBuilt(world.states.get(model.name)?.get(slice), signature, checks.get(model.name)),
    };
  });
}

/** Whether the newest judgement of a slice was of these inputs and, where it stopped the slice, by these checks. */
function isBuilt(state: SliceState | undefined, signature: string, checks?: string): boolean {
  const { published, blocked } = state ?? {};
  if (blocked === undefined) return published?.signature === signature;
  return blocked.signature === signature && blocked.checks === checks;
}
