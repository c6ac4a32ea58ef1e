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
import { sizeOfFile } from './local-file';

export interface LoadOptions {
  readonly source?: string;
  readonly dataset?: string;
  readonly mapping?: string;
}

/**
 * Where a file goes. A mapping file names its source, unless `--source` does; without a mapping the
 * source is one of the build, or `direct`.
 * @throws Failure unavailable when the file is not there; usage when the dataset is unclear or unknown,
 *   or a mapping has faults
 */
export async function planLoad(file: string, options: LoadOptions): Promise<Load> {
  await sizeOfFile(file);
  if (options.mapping === undefined) {
    const source = options.source ?? DIRECT;
    return { file, source, dataset: chosen(file, options, datasetsOf(source)) };
  }
  if (options.source === DIRECT) {
    throw new Failure('usage', `source ${DIRECT} takes no mapping: give --source another name`);
  }
  const mapping = await readMapping(options.mapping);
  const source = options.source ?? path.basename(options.mapping).replace(/\.ya?ml$/, '');
  const datasets = datasetsIn(mapping, options.mapping);
  return { file, source, mapping, dataset: chosen(file, options, datasets) };
}

/**
 * The dataset that was asked for, else the one that the file's name tells.
 * @throws Failure usage that lists the datasets
 */
export function chosen(
  file: string,
  { dataset }: Pick<LoadOptions, 'dataset'>,
  datasets: readonly string[],
): string {
  if (dataset === undefined) return datasetOf(file, datasets);
  if (datasets.includes(dataset)) return dataset;
  throw new Failure(
    'usage',
    `unknown dataset "${dataset}": --dataset takes ${datasets.join(', ')}`,
  );
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
