import { contracts } from '../../lambdas/shared/contracts';
import { compileModels } from '../../lambdas/shared/models/compile';
import type { CompiledModels } from '../../lambdas/shared/models/model';
import type { Config } from '../environment';
import { constantsOf } from '../model-constants';
import { modelFilesIn } from './model-files';

/** What decides how models are compiled. */
export type ModelsConfig = Pick<Config, 'pipeline' | 'gate'>;

/**
 * All models of `sql/`, compiled; the order of files on disk does not matter.
 * @throws ModelError that lists every fault of every model as `file:line message`
 */
export const compiledModels = (root: string, config: ModelsConfig): CompiledModels =>
  compileModels(modelFilesIn(root), { contracts, constants: constantsOf(config) });
