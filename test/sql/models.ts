import { readdirSync, readFileSync } from 'node:fs';
import { contracts } from '../../lambdas/shared/contracts';
import { compileModels } from '../../lambdas/shared/models/compile';
import { constants } from '../models/constants';
import type { ModelFile } from '../../lambdas/shared/models/draft';
import type { Model } from '../../lambdas/shared/models/model';

export const modelFiles: readonly ModelFile[] = ['sql/silver', 'sql/gold'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(`${folder}/${name}`, 'utf8'),
    })),
);

export const { models } = compileModels(modelFiles, { contracts, constants });

export function modelNamed(name: string): Model {
  const model = models.find((candidate) => candidate.name === name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
}
