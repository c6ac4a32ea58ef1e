import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contracts } from '../../lambdas/shared/contracts';
import { migrationOf, type Migration } from '../../lambdas/shared/migrations';
import { compileModels } from '../../lambdas/shared/models/compile';
import { isLoaded, type LoadedModel } from '../../lambdas/shared/warehouse/table';
import { modelFilesIn } from '../../lib/build/model-files';
import { configFor } from '../../lib/config';
import { constantsOf } from '../../lib/model-constants';
import { LAPTOP_ENV } from '../synth';

/** The models whose headers ask for a copy in the warehouse; columns are the same in every environment. */
export const loadedModels = (root: string): readonly LoadedModel[] =>
  compileModels(modelFilesIn(root), {
    contracts,
    constants: constantsOf(configFor(LAPTOP_ENV)),
  }).models.filter(isLoaded);

/** The migrations of `sql/redshift`, in their order. */
export function writtenMigrations(root: string): readonly Migration[] {
  const folder = path.join(root, 'sql', 'redshift');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => migrationOf(name, readFileSync(path.join(folder, name), 'utf8')));
}
