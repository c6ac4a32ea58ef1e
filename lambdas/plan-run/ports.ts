import type { Ledger } from '../shared/ledger/ledger';
import type { CompiledModels, Model } from '../shared/models/model';
import type { Objects } from '../shared/objects';
import type { PipelineSettings } from '../shared/settings';
import type { Bronze } from './listing';
import type { PinCatalog } from './pins';

/** What planning touches outside itself; tests hand in their own. */
export interface PlanPorts {
  readonly compiled: CompiledModels;
  readonly settings: PipelineSettings;
  readonly ledger: Ledger;
  readonly lake: Objects;
  readonly results: Objects;
  readonly glue: () => Promise<PinCatalog>;
  /** Contracts by bronze table: how each is partitioned. */
  readonly contracts: Readonly<Record<string, { readonly partition: string }>>;
  /** Whether an execution, by ARN, still runs. */
  readonly isAlive: (execution: string) => Promise<boolean>;
  /** ISO 8601 UTC; for the times that a summary shows, never for a decision. */
  readonly now: () => string;
  /** Makes Glue agree with the ledger for tables that a crash left in between. */
  readonly repair: (models: readonly Model[]) => Promise<void>;
}

const SLICED_BY = 'business_date';
export const isDayDataset =
  ({ contracts }: PlanPorts) =>
  (dataset: string): boolean =>
    contracts[dataset]?.partition === SLICED_BY;

/** Quarantine and whatever has no contract is partitioned by the day of arrival, and any file may write to it. */
export const bronzeOfPorts = ({ contracts, lake, ledger }: PlanPorts): Bronze => ({
  lake,
  partitionOf: (dataset) => contracts[dataset]?.partition ?? 'arrival_date',
  filesOf: (dataset) => ledger.files.list(dataset),
  sourcesOf: (dataset) => (contracts[dataset] ? [dataset] : Object.keys(contracts)),
});

/** The models that this environment builds: those of its domains whose inputs are built too. */
export function modelsTakingPart({ compiled, settings }: PlanPorts): ReadonlyMap<string, Model> {
  const taking = new Map<string, Model>();
  for (const model of compiled.models) {
    const hasInputs = model.references.every(
      ({ layer, table }) => layer === 'bronze' || taking.has(`${layer}.${table}`),
    );
    if (settings.domains.includes(model.domain) && hasInputs) taking.set(model.name, model);
  }
  return taking;
}
