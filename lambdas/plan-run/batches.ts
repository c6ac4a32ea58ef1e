import type { BuildPlan } from '../shared/plans/plan';
import type { Candidate } from './candidates';

/**
 * One build per batch of slices of a model, in the order of the slices. Names are the same however
 * often a level is planned.
 * @param perBatch at most 100: Athena opens at most 100 partitions in one statement
 */
export function batchesOf(
  slices: readonly Candidate[],
  perBatch: number,
  run: Pick<BuildPlan, 'run' | 'fence' | 'asOf'>,
): readonly BuildPlan[] {
  const byModel = new Map<string, Candidate[]>();
  for (const slice of slices) {
    const same = byModel.get(slice.model.name);
    if (same) same.push(slice);
    else byModel.set(slice.model.name, [slice]);
  }
  return [...byModel].flatMap(([model, all]) =>
    Array.from({ length: Math.ceil(all.length / perBatch) }, (_, position) => ({
      ...run,
      model,
      batch: position + 1,
      build: `${model}-${position + 1}`,
      slices: all
        .slice(position * perBatch, (position + 1) * perBatch)
        .map(({ slice, signature, hasInputs }) => ({ slice, signature, hasInputs })),
    })),
  );
}
