import path from 'node:path';
import { Failure } from './failure';

/**
 * The dataset that a file belongs to: the only one there is, or the one that its name begins with,
 * e.g. `transactions_sample.csv.gz` → `transactions`.
 * @throws Failure usage, listing the datasets
 */
export function datasetOf(file: string, datasets: readonly string[]): string {
  const [only, ...others] = datasets;
  if (only !== undefined && others.length === 0) return only;
  const stem = plain(path.basename(file));
  const fitting = datasets
    .filter(
      (name) => stem.startsWith(plain(name)) || stem.startsWith(plain(name).replace(/s$/, '')),
    )
    .sort((a, b) => b.length - a.length);
  if (fitting[0] !== undefined) return fitting[0];
  throw new Failure(
    'usage',
    `which dataset is ${path.basename(file)}? --dataset takes ${datasets.join(', ')}`,
  );
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
