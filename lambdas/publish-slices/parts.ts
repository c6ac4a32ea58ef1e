import { eachLimited } from '../shared/each-limited';
import type { Ledger } from '../shared/ledger/ledger';
import type { Model } from '../shared/models/model';
import type { JudgedSlice } from './publish';

type Parts = Readonly<Record<string, string>>;
const PARALLEL_WRITES = 16;

/** Days whose part differs, or came, or went; in order. */
export function changedParts(before: Parts, after: Parts): readonly string[] {
  const days = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...days].filter((day) => before[day] !== after[day]).sort();
}

/**
 * Marks the days that readers of a `dependBy` table must look at again. It comes before the table's
 * publication: a crash in between costs a look, the other order would lose the days.
 */
export async function raiseParts(
  { days, slices }: Ledger,
  model: Model,
  built: readonly JudgedSlice[],
): Promise<void> {
  if (model.dependBy === undefined) return;
  for (const { planned, judged } of built) {
    const { published } = await slices.get(model.name, planned.slice);
    const changed = changedParts(published?.parts ?? {}, judged.parts);
    await eachLimited(changed, PARALLEL_WRITES, (day) => days.raise(model.name, day));
  }
}
