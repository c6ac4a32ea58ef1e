import type { DayVersion, Refresh } from '../shared/ledger/days';
import type { Ledger } from '../shared/ledger/ledger';
import { type Deployed, isDayDataset, modelsTakingPart } from '../shared/plans/deployed';
import { allDailyDue, refreshOf } from '../shared/plans/due';
import type { EndedBuild } from '../shared/plans/ended';
import type { LevelPlan, Plan } from '../shared/plans/plan';
import { refreshedModels } from '../shared/plans/refreshed';
import { heldDays, type UndoneSlice } from './held';
import { settleFingerprints } from '../shared/plans/fingerprints';

export interface Walked {
  readonly plan: Plan;
  readonly levels: readonly LevelPlan[];
  readonly builds: readonly EndedBuild[];
}
export interface SettlePorts extends Deployed {
  readonly ledger: Ledger;
}

/**
 * Records what a run that walked all its levels has dealt with. A slice that was built or that an
 * audit stopped is dealt with; one that failed or was skipped keeps its days open, so that the next
 * run tries again.
 */
export async function settleRun(ports: SettlePorts, walked: Walked): Promise<void> {
  const { plan, levels } = walked;
  const models = modelsTakingPart(ports);
  const undone = undoneSlices(walked);
  const settle = async (refresh: Refresh): Promise<void> => {
    const concerned = undone.filter(({ model }) => {
      const known = models.get(model);
      return known !== undefined && refreshOf(known, ports.settings) === refresh;
    });
    const isHeld = heldDays(concerned, { models, isDayDataset: isDayDataset(ports) });
    const versions = newest([
      ...plan.changed[refresh],
      ...levels.flatMap((l) => l.changed[refresh]),
    ]);
    await ports.ledger.days.settle(
      versions.filter(({ dataset, day }) => !isHeld(dataset, day)),
      refresh,
    );
  };
  await settle('run');
  if (allDailyDue(models.values(), new Set(plan.refresh.due), ports.settings)) {
    await settle('daily');
  }
  const unfinished = new Set(undone.map(({ model }) => model));
  for (const model of refreshedModels(plan)) {
    if (!unfinished.has(model)) await ports.ledger.models.refreshed(model, plan.refresh.day);
  }
  await settleFingerprints(ports, plan, models, unfinished);
}

export const undoneSlices = ({ levels, builds }: Walked): readonly UndoneSlice[] => [
  ...levels.flatMap(({ skipped }) => skipped),
  ...builds
    .filter(({ outcome }) => outcome.status === 'failed')
    .flatMap(({ plan }) => plan.slices.map(({ slice }) => ({ model: plan.model, slice }))),
];

/** Each level reads the days of `dependBy` tables anew; its readers have seen the newest version. */
function newest(versions: readonly DayVersion[]): readonly DayVersion[] {
  const byDay = new Map<string, DayVersion>();
  for (const version of versions) {
    const key = `${version.dataset} ${version.day}`;
    const known = byDay.get(key);
    if (known === undefined || known.version < version.version) byDay.set(key, version);
  }
  return [...byDay.values()];
}
