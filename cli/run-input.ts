import { parseRequest, RequestError } from '../lambdas/plan-run/request';
import { modelFilesIn } from '../lib/build/model-files';
import { Failure } from './failure';
import { ROOT } from './home';
import { ledgerOf } from './medallion';
import type { RunInput } from './medallion';
import { publishedTables } from './published';
import type { Lake } from './target';

/**
 * What can be known to be wrong before a run is started, by the plan's own rules.
 * @throws Failure usage for days that are none and for choices that exclude each other
 */
export function checkInput({ apply, ...input }: RunInput): void {
  try {
    parseRequest({ ...input, ...(apply !== undefined && { apply }) }, apply ? [apply] : []);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new Failure('usage', error.message, 'npx sluice run --help', { cause: error });
  }
}

/**
 * Refuses a table that nothing knows: no file of this project, no published table, no ledger. A model
 * that is deployed from elsewhere and was never built is the plan's to judge.
 * @throws Failure usage
 */
export async function checkModel(lake: Lake, model: string): Promise<void> {
  const files = modelFiles();
  if (files.includes(model)) return;
  const published = await publishedTables(lake);
  if (published.includes(model)) return;
  if ((await ledgerOf(lake).models.of([model])).has(model)) return;
  const known = [...new Set([...files, ...published])].sort();
  throw new Failure('usage', `unknown table "${model}": use ${known.join(', ')}`);
}

const modelFiles = (): readonly string[] =>
  modelFilesIn(ROOT).map(({ file }) => file.slice('sql/'.length, -'.sql'.length).replace('/', '.'));
