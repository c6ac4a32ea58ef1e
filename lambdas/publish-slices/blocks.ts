import type { Ledger } from '../shared/ledger/ledger';
import type { Model } from '../shared/models/model';
import { checksOf } from '../shared/plans/checks';
import type { BuildPlan } from '../shared/plans/plan';
import type { JudgedSlice } from './publish';

/**
 * Records the slices that the audit stopped, and forgets what stood blocked before. The model learns
 * of a block before the slice has it and forgets it after: a crash in between costs a look.
 */
export async function recordBlocks(
  { models, slices }: Ledger,
  model: Model,
  build: BuildPlan,
  bad: readonly JudgedSlice[],
): Promise<void> {
  const checks = checksOf(model);
  const now = Object.fromEntries(bad.map(({ planned }) => [planned.slice, checks]));
  await models.addBlocked(model.name, now);
  for (const { planned, judged } of bad) {
    await slices.block(model.name, planned.slice, build.fence, {
      signature: planned.signature,
      run: build.run,
      reasons: judged.errors,
      fingerprint: model.fingerprint,
      checks,
    });
  }
  const before = (await models.of([model.name])).get(model.name)?.blocked ?? {};
  const built = new Set(build.slices.map(({ slice }) => slice));
  const over = Object.entries(before).filter(
    ([slice, by]) => built.has(slice) && now[slice] !== by,
  );
  await models.removeBlocked(model.name, Object.fromEntries(over));
}
