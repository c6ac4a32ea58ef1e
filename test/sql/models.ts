import { contracts } from '../../lambdas/shared/contracts';
import { compileModels } from '../../lambdas/shared/models/compile';
import { modelFilesIn } from '../../lib/build/model-files';
import { constants } from '../models/constants';
import type { Model } from '../../lambdas/shared/models/model';

export const modelFiles = modelFilesIn('.');

export const { models } = compileModels(modelFiles, { contracts, constants });

export function modelNamed(name: string): Model {
  const model = models.find((candidate) => candidate.name === name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
}
