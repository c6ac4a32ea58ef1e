import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationOf, type Migration } from '../../lambdas/shared/migrations';
import { isLoaded, type LoadedModel } from '../../lambdas/shared/warehouse/table';
import { compiledModels } from '../../lib/build/compiled-models';
import { configFor } from '../../lib/config';
import { LAPTOP_ENV } from '../synth';

/** The models whose headers ask for a copy in the warehouse; columns are the same in every environment. */
export const loadedModels = (root: string): readonly LoadedModel[] =>
  compiledModels(root, configFor(LAPTOP_ENV)).models.filter(isLoaded);

/** The migrations of `sql/redshift`, in their order. */
export function writtenMigrations(root: string): readonly Migration[] {
  const folder = path.join(root, 'sql', 'redshift');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => migrationOf(name, readFileSync(path.join(folder, name), 'utf8')));
}
