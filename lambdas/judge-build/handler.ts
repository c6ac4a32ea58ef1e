import { dropStagingTable } from '../shared/catalog/tables';
import { athena } from '../shared/clients/athena';
import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { loadModels } from '../shared/models/load';
import { objectsOf } from '../shared/objects';
import type { NextStep } from './failure';
import { judgeStep } from './judge-step';

const env = readEnv('LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE');
const ledger = openLedger(dynamo, env.LEDGER_TABLE);
const step = judgeStep({
  athena,
  lake: objectsOf(s3, env.LAKE_BUCKET),
  results: objectsOf(s3, env.RESULTS_BUCKET),
  slices: ledger.slices,
  leftovers: ledger.leftovers,
  now: () => new Date().toISOString(),
  compiled: loadModels(import.meta.url),
  random: Math.random,
  dropStaging: async (table) => dropStagingTable(await glue(), table),
});

/** Steps `Judge` and `Classify` of `build-table`. */
export const handler = async (event: unknown): Promise<NextStep> => {
  const judged = await step(event);
  const { run, build, attempt, next } = judged;
  log.info('judged a build', { run, build, attempt, next });
  return judged;
};
