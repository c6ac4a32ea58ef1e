import { contracts } from '../lambdas/shared/contracts';
import { bindModels } from '../lambdas/shared/models/bind';
import { compileModels } from '../lambdas/shared/models/compile';
import type { ModelFile } from '../lambdas/shared/models/draft';
import { lintModels } from '../lambdas/shared/models/lint';
import { located } from '../lambdas/shared/models/locate';
import { sortProblems } from '../lambdas/shared/models/problems';
import type { Problem } from '../lambdas/shared/models/problems';
import { configFor } from '../lib/config';
import { constantsOf } from '../lib/model-constants';
import { LAPTOP_ENV } from './synth';
import { emptyEngine } from './target';

/**
 * Everything wrong with the model files: by their text first; when that compiles, by binding every SELECT,
 * build and audit on the laptop's engine.
 * @param cases tables that have a given/expect case
 */
export async function checkModels(
  files: readonly ModelFile[],
  cases: ReadonlySet<string>,
): Promise<readonly Problem[]> {
  const constants = constantsOf(configFor(LAPTOP_ENV));
  const found = lintModels(files, { contracts, constants, cases });
  if (found.some(({ severity }) => severity !== 'warn')) return found;
  const { models } = compileModels(files, { contracts, constants });
  const engine = await emptyEngine();
  try {
    const unbound = await bindModels(models, engine, { contracts });
    const texts = new Map(files.map(({ file, text }) => [file, text]));
    const placed = unbound.map((problem) => located(problem, texts.get(problem.file) ?? ''));
    return sortProblems([...found, ...placed]);
  } finally {
    engine.close();
  }
}
