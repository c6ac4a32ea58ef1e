import type { Draft } from './draft';
import { type Estimate, estimateOf, followingSlices } from './estimate';
import type { PlanPorts } from './ports';
import { joinDays } from './pins';
import { bronzeRead } from './reads';
import { type Candidate, candidateSlices } from './candidates';
import { touchedByModel } from './touch';

export interface DryRun {
  readonly status: 'dryRun';
  readonly estimate: Estimate;
  /** Changed models that wait for `apply`, with the dollars of their rebuild. */
  readonly waiting: readonly { readonly model: string; readonly dollars: number }[];
}

/** What the run would build, scan and cost; writes nothing. */
export async function estimateRun(draft: Draft, { settings }: PlanPorts): Promise<DryRun> {
  const { world, book, news, plan } = draft;
  const touched = touchedByModel(world, news);
  const stale: Candidate[] = [];
  for (const model of world.models.values()) {
    const all = await candidateSlices([model], touched, plan.forced, { world, book });
    const own = all.filter(({ isStale }) => isStale);
    const known = new Set(own.map(({ slice }) => slice));
    const following = followingSlices(model, touched, stale, world)
      .filter((slice) => !known.has(slice))
      .map((slice): Candidate => ({ model, slice, signature: '', hasInputs: true, isStale: true }));
    stale.push(...own, ...following);
  }
  const inputs = await book.need(
    joinDays(stale.map(({ model, slice }) => bronzeRead(model, slice, world))),
  );
  return {
    status: 'dryRun',
    estimate: estimateOf(stale, { world, inputs }, settings),
    waiting: draft.waiting.map(({ model, dollars }) => ({ model: model.name, dollars })),
  };
}
