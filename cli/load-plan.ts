import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseMapping } from '../lambdas/ingest-file/mapping';
import { MappingError } from '../lambdas/ingest-file/mapping-place';
import { contracts } from '../lambdas/shared/contracts';
import { datasetOf } from './dataset-of';
import { Failure } from './failure';
import { ROOT } from './home';
import { DIRECT, readMapping } from './load-file';
import type { Load } from './load-file';

export interface LoadOptions {
  readonly source?: string;
  readonly dataset?: string;
  readonly mapping?: string;
}

/**
 * Where a file goes. A mapping file names its source, unless `--source` does; without a mapping the
 * source is one of the build, or `direct`.
 * @throws Failure usage when the dataset is not clear, or a mapping has faults
 */
export async function planLoad(file: string, options: LoadOptions): Promise<Load> {
  if (options.mapping === undefined) {
    const source = options.source ?? DIRECT;
    const dataset = options.dataset ?? datasetOf(file, datasetsOf(source));
    return { file, source, dataset };
  }
  const mapping = await readMapping(options.mapping);
  const source = options.source ?? path.basename(options.mapping).replace(/\.ya?ml$/, '');
  const datasets = datasetsIn(mapping, options.mapping);
  return { file, source, mapping, dataset: options.dataset ?? datasetOf(file, datasets) };
}

function datasetsOf(source: string): readonly string[] {
  const built = path.join(ROOT, 'samples', 'sources', `${source}.yaml`);
  if (source === DIRECT || !existsSync(built)) return Object.keys(contracts);
  return datasetsIn(readFileSync(built, 'utf8'), built);
}

/** @throws Failure usage that lists the faults by line */
export function datasetsIn(mapping: string, name: string): readonly string[] {
  try {
    return Object.keys(parseMapping(mapping, path.basename(name), contracts).datasets);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw new Failure('usage', error.message, undefined, { cause: error });
  }
}
