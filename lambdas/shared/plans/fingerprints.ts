import type { Model } from '../models/model';
import { addDays } from '../models/slices';
import type { Ledger } from '../ledger/ledger';
import { type Deployed, isDayDataset } from './deployed';
import type { Plan } from './plan';
import { remainingSlices, upstreamOf, type World } from './world';

/**
 * Closes changed models whose every retained slice is built with the new fingerprint. A model stays
 * open while anything that reads it is unfinished: the next run then looks at all of it again.
 */
export async function settleFingerprints(
  ports: Deployed & { readonly ledger: Ledger },
  plan: Pick<Plan, 'known' | 'asOf'>,
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
