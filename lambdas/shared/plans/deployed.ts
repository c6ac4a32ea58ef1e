import type { CompiledModels, Model } from '../models/model';
import { withUpstream } from '../models/graph';
import { isPinned } from '../models/placeholders';
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

/**
 * The models that this environment builds: those of its domains whose inputs are built too, or the tables it
 * names with what they read.
 */
export function modelsTakingPart({
  compiled,
  settings,
}: Pick<Deployed, 'compiled' | 'settings'>): ReadonlyMap<string, Model> {
  const taking = new Map<string, Model>();
  for (const model of wantedModels(compiled.models, settings.tables)) {
    const hasInputs = model.references.every(
      ({ layer, table }) => isPinned(layer) || taking.has(`${layer}.${table}`),
    );
    if (settings.domains.includes(model.domain) && hasInputs) taking.set(model.name, model);
  }
  return taking;
}

/** @throws Error that lists the tables, when one is named that no model makes */
function wantedModels(
  models: readonly Model[],
  tables: PipelineSettings['tables'],
): readonly Model[] {
  if (tables === 'all') return models;
  const names = models.map(({ name }) => name);
  const unknown = tables.find((table) => !names.includes(table));
  if (unknown !== undefined) {
    throw new Error(`tables: unknown ${unknown}: choose from ${names.join(', ')}`);
  }
  const wanted = withUpstream(models, tables);
  return models.filter(({ name }) => wanted.has(name));
}
