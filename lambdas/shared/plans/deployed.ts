import type { CompiledModels, Model } from '../models/model';
import type { PipelineSettings } from '../settings';

/** What a deployment is made of, as far as planning goes. */
export interface Deployed {
  readonly compiled: CompiledModels;
  readonly settings: PipelineSettings;
  /** Contracts by bronze table: how each is partitioned. */
  readonly contracts: Readonly<Record<string, { readonly partition: string }>>;
}

const SLICED_BY = 'business_date';
export const isDayDataset =
  ({ contracts }: Pick<Deployed, 'contracts'>) =>
  (dataset: string): boolean =>
    contracts[dataset]?.partition === SLICED_BY;

/** The models that this environment builds: those of its domains whose inputs are built too. */
export function modelsTakingPart({
  compiled,
  settings,
}: Pick<Deployed, 'compiled' | 'settings'>): ReadonlyMap<string, Model> {
  const taking = new Map<string, Model>();
  for (const model of compiled.models) {
    const hasInputs = model.references.every(
      ({ layer, table }) => layer === 'bronze' || taking.has(`${layer}.${table}`),
    );
    if (settings.domains.includes(model.domain) && hasInputs) taking.set(model.name, model);
  }
  return taking;
}
