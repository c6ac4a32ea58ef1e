import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { datasetOf } from './dataset-of';
import { Failure } from './failure';
import { loadFile, readMapping } from './load-file';
import type { LoadAnswer } from './claimed';
import { datasetsIn } from './load-plan';
import type { Lake } from './target';

export interface LoadedFolder {
  readonly files: readonly LoadAnswer[];
  /** Files of no dataset of the mapping. */
  readonly skipped: readonly string[];
}
const READABLE = /\.(csv|tsv|txt|ndjson|jsonl|json|parquet|xlsx)(\.gz)?$/i;

/** Loads the files of a folder that a mapping has a dataset for, one after the other. */
export async function loadFolder(
  lake: Lake,
  folder: string,
  mappingFile: string,
  onFile: (name: string) => void,
): Promise<LoadedFolder> {
  const mapping = await readMapping(mappingFile);
  const datasets = datasetsIn(mapping, mappingFile);
  const source = path.basename(mappingFile).replace(/\.ya?ml$/, '');
  const found = filesIn(folder).map((file) => ({ file, dataset: fitting(file, datasets) }));
  const files: LoadAnswer[] = [];
  for (const { file, dataset } of found) {
    if (dataset === undefined) continue;
    onFile(path.basename(file));
    files.push(await loadFile(lake, { file, dataset, source, mapping }));
  }
  if (files.length === 0) {
    throw new Failure(
      'unavailable',
      `no file in ${folder} is of a dataset of ${mappingFile}`,
      `name the files after the datasets: ${datasets.join(', ')}`,
    );
  }
  const skipped = found.filter(({ dataset }) => dataset === undefined);
  return { files, skipped: skipped.map(({ file }) => path.basename(file)) };
}

function filesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Failure('unavailable', `no folder ${folder}`);
  }
  return readdirSync(folder)
    .filter((name) => READABLE.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

function fitting(file: string, datasets: readonly string[]): string | undefined {
  try {
    return datasetOf(file, datasets);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
