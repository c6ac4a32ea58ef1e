import { settleFingerprints } from '../shared/plans/fingerprints';
import { allDailyDue } from '../shared/plans/due';
import { refreshedModels } from '../shared/plans/refreshed';
import { blocksMessage } from './blocks';
import type { Draft, RunIdentity } from './draft';
import type { PlanPorts } from './ports';

export interface NothingNew {
  readonly status: 'nothing';
  readonly run: string;
  /** Numbers of slices that stand blocked, by model. */
  readonly blocked: Readonly<Record<string, number>>;
  /** What stands blocked and how to go on. */
  readonly message?: string;
}

export type Work = 'some' | 'none' | 'stopped';

/** Ends a run that builds nothing: what was looked at is settled, unless it waits for something blocked. */
export async function endQuietly(
  ports: PlanPorts,
  identity: RunIdentity,
  { plan, world, news, blocked }: Draft,
  work: Exclude<Work, 'some'>,
): Promise<NothingNew> {
  const { ledger, settings, now } = ports;
  if (work === 'none') {
    await settleFingerprints(ports, plan, world.models, new Set());
    await ledger.days.settle(plan.changed.run, 'run');
    if (allDailyDue(world.models.values(), news.due, settings)) {
      await ledger.days.settle(plan.changed.daily, 'daily');
    }
    for (const model of refreshedModels(plan)) {
      await ledger.models.refreshed(model, plan.refresh.day);
    }
  }
  await ledger.runs.write({
    ...identity,
    status: 'NOTHING_TO_DO',
    finishedAt: now(),
    request: plan.request,
  });
  await ledger.leases.release(identity.execution);
  const message = blocksMessage(blocked);
  return {
    status: 'nothing',
    run: identity.run,
    blocked: Object.fromEntries(blocked.map(({ model, slices }) => [model, slices.length])),
    ...(message !== undefined && { message }),
  };
}
