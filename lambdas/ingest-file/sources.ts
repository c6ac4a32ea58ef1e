import { createHash } from 'node:crypto';
import type { Contract } from '../shared/contracts/contract';
import { MAPPINGS_PREFIX } from '../shared/names';
import type { GateSettings } from '../shared/settings';
import { FileFault } from './faults';
import type { LandingKey } from './landing-key';
import { parseMapping, type DatasetMapping, type Mapping } from './mapping';
import { MappingError } from './mapping-place';

/** The source whose files have the contract's fields already. */
export const DIRECT = 'direct';

/** Mappings of the build, as `mappings.json` holds them. */
export type BuiltMappings = Readonly<
  Record<string, { readonly sha: string; readonly yaml: string }>
>;
type Contracts = Readonly<Record<string, Contract>>;

const isBuilt = (value: unknown): value is { sha: string; yaml: string } =>
  typeof value === 'object' && value !== null && 'sha' in value && 'yaml' in value;

/** @throws Error when the text is not what the build writes */
export function builtMappings(json: string): BuiltMappings {
  const parsed: unknown = JSON.parse(json);
  const entries = Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {});
  return Object.fromEntries(
    entries.map(([source, built]: [string, unknown]) => {
      if (!isBuilt(built)) throw new Error(`mappings.json: "${source}" needs sha and yaml`);
      return [source, built];
    }),
  );
}

/** A source's own zone and cut-off count before the environment's. */
export const settingsFor = (
  settings: GateSettings,
  { mapping, cutoffHour }: Recipe,
): GateSettings => ({
  ...settings,
  timeZone: mapping?.zone ?? settings.timeZone,
  cutoffHour: cutoffHour ?? settings.cutoffHour,
});

export interface Sources {
  readonly built: BuiltMappings;
  readonly contracts: Contracts;
  /** Text of an uploaded mapping; absent where uploads do not count. */
  readonly uploaded?: (key: string) => Promise<string | undefined>;
}
/** How a file of one source and dataset is read and judged. */
export interface Recipe {
  readonly contract: Contract;
  readonly mapping?: DatasetMapping;
  /** sha256 of the mapping's text; empty without one. */
  readonly sha256: string;
  readonly cutoffHour?: number;
}

function contractOf(contracts: Contracts, dataset: string): Contract {
  const contract = contracts[dataset];
  if (contract !== undefined) return contract;
  const known = Object.keys(contracts).join(', ');
  throw new FileFault(`is of an unknown dataset "${dataset}": use one of ${known}`);
}

async function textOf({ source, uploaded }: LandingKey, sources: Sources): Promise<string> {
  if (uploaded === undefined) {
    const built = sources.built[source];
    if (built !== undefined) return built.yaml;
    const known = [DIRECT, ...Object.keys(sources.built)].join(', ');
    throw new FileFault(
      `is of an unknown source "${source}": use one of ${known}, or add a mapping`,
    );
  }
  if (sources.uploaded === undefined) {
    throw new FileFault('names an uploaded mapping, which only dev takes: add it to the build');
  }
  const key = `${MAPPINGS_PREFIX}${source}@${uploaded}.yaml`;
  const text = await sources.uploaded(key);
  if (text === undefined)
    throw new FileFault(`names the mapping ${key}, which is not there: upload it`);
  if (!createHash('sha256').update(text).digest('hex').startsWith(uploaded)) {
    throw new FileFault(`names the mapping ${key}, whose text has another sha256: upload it again`);
  }
  return text;
}

function datasetOf(mapping: Mapping, { source, dataset }: LandingKey): DatasetMapping {
  const found = mapping.datasets[dataset];
  if (found !== undefined) return found;
  const known = Object.keys(mapping.datasets).join(', ');
  throw new FileFault(`is of dataset "${dataset}", which mapping ${source} lacks: it has ${known}`);
}

/** @throws FileFault when source, dataset or mapping are not usable */
export async function recipeOf(key: LandingKey, sources: Sources): Promise<Recipe> {
  const { contracts } = sources;
  if (key.source === DIRECT) return { contract: contractOf(contracts, key.dataset), sha256: '' };
  const text = await textOf(key, sources);
  try {
    const mapping = parseMapping(text, `${key.source}.yaml`, contracts);
    const dataset = datasetOf(mapping, key);
    const { sha256, cutoffHour } = mapping;
    const contract = contractOf(contracts, dataset.table);
    return { contract, mapping: dataset, sha256, ...(cutoffHour !== undefined && { cutoffHour }) };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw new FileFault(`has a mapping with faults: ${error.message}`, { cause: error });
  }
}
