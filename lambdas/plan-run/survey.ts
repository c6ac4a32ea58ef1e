import { eachLimited } from '../shared/each-limited';
import { type DayVersion, isUnsettled, type Refresh } from '../shared/ledger/days';
import type { DayItem, ModelItem } from '../shared/ledger/items';
import type { SliceState } from '../shared/ledger/slices';
import { withUpstream } from '../shared/models/graph';
import type { Model } from '../shared/models/model';
import { addDays } from '../shared/models/slices';
import type { Plan } from '../shared/plans/plan';
import { dueModels, type Today } from '../shared/plans/due';
import { isDayDataset, modelsTakingPart } from '../shared/plans/deployed';
import type { PlanPorts } from './ports';
import type { DaysByDataset } from './touch';
import { bronzeOf, type States } from '../shared/plans/world';

const PARALLEL_READS = 8;

/** What the ledger says when a run starts. */
export interface Survey {
  readonly models: ReadonlyMap<string, Model>;
  readonly modelStates: ReadonlyMap<string, ModelItem>;
  readonly known: Plan['known'];
  /** Days of bronze and of `dependBy` tables. */
  readonly days: readonly DayItem[];
  readonly due: readonly string[];
  readonly since: string;
}

export async function surveyLedger(ports: PlanPorts, today: Today): Promise<Survey> {
  const models = modelsTakingPart(ports);
  const since = addDays(today.asOf, -ports.settings.retentionDays);
  const modelStates = await ports.ledger.models.of([...models.keys()]);
  const datasets = [...new Set([...models.values()].flatMap(bronzeOf))];
  const listed = await retainedDays(ports, datasets, since);
  const parts = await dependByDays(ports, models, since);
  return {
    models,
    modelStates,
    known: Object.fromEntries(
      datasets.map((dataset, position) => [
        dataset,
        (listed[position] ?? []).map(({ day }) => day),
      ]),
    ),
    days: [...listed.flat(), ...parts],
    due: dueModels([...models.values()], modelStates, ports.settings, today),
    since,
  };
}

const retainedDays = (ports: PlanPorts, datasets: readonly string[], since: string) =>
  eachLimited(datasets, PARALLEL_READS, async (dataset) => {
    const days = await ports.ledger.days.list(dataset);
    return isDayDataset(ports)(dataset) ? days.filter(({ day }) => day >= since) : days;
  });

/** Days whose part of a `dependBy` table changed; a publication of that table raises them. */
export async function dependByDays(
  { ledger }: PlanPorts,
  models: ReadonlyMap<string, Model>,
  since: string,
): Promise<readonly DayItem[]> {
  const tables = [...models.values()].filter(({ dependBy }) => dependBy !== undefined);
  const days = await eachLimited(tables, PARALLEL_READS, ({ name }) => ledger.days.list(name));
  return days.flat().filter(({ day }) => day >= since);
}

export const unsettled = (days: readonly DayItem[], refresh: Refresh): readonly DayVersion[] =>
  days
    .filter((item) => isUnsettled(item, refresh))
    .map(({ dataset, day, version }) => ({ dataset, day, version }));

export function byDataset(versions: readonly DayVersion[]): DaysByDataset {
  const days: Record<string, string[]> = {};
  for (const { dataset, day } of versions) (days[dataset] ??= []).push(day);
  return days;
}

/** The slices in the ledger of the given models and of all that they stand on. */
export async function loadStates(
  { ledger }: PlanPorts,
  wanted: Iterable<Model>,
  models: ReadonlyMap<string, Model>,
): Promise<States> {
  const names = withUpstream(
    models.values(),
    Array.from(wanted, ({ name }) => name),
  );
  const states = await eachLimited(
    [...names],
    PARALLEL_READS,
    async (name): Promise<[string, ReadonlyMap<string, SliceState>]> => [
      name,
      await ledger.slices.of(name),
    ],
  );
  return new Map(states);
}
