import type { Model } from '../shared/models/model';
import { addDays } from '../shared/models/slices';
import { isDayDataset } from '../shared/plans/deployed';
import type { Plan } from '../shared/plans/plan';
import { remainingSlices, upstreamOf, type World } from '../shared/plans/world';
import type { SettlePorts } from './settle';

/**
 * Closes changed models whose every retained slice is built with the new fingerprint. A model stays
 * open while anything that reads it is unfinished: the next run then looks at all of it again.
 */
export async function settleFingerprints(
  ports: SettlePorts,
  plan: Plan,
  models: ReadonlyMap<string, Model>,
  unfinished: ReadonlySet<string>,
): Promise<void> {
  const states = await ports.ledger.models.of([...models.keys()]);
  for (const model of models.values()) {
    if (states.get(model.name)?.fingerprint === model.fingerprint) continue;
    if (isUnfinished(model, models, unfinished)) continue;
    const world: World = {
      models,
      isDayDataset: isDayDataset(ports),
      known: plan.known,
      states: new Map([[model.name, await ports.ledger.slices.of(model.name)]]),
      asOf: plan.asOf,
      since: addDays(plan.asOf, -ports.settings.retentionDays),
    };
    if (remainingSlices(model, world).length === 0) {
      await ports.ledger.models.settle(model.name, model.fingerprint);
    }
  }
}

function isUnfinished(
  model: Model,
  models: ReadonlyMap<string, Model>,
  unfinished: ReadonlySet<string>,
): boolean {
  const reads = (one: Model): boolean =>
    one === model || upstreamOf(one, models).some((upstream) => reads(upstream));
  return [...unfinished].some((name) => {
    const one = models.get(name);
    return one !== undefined && reads(one);
  });
}
