import { dropStagingTable } from '../shared/catalog/tables';
import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { loadModels, modelNamed } from '../shared/models/load';
import { objectsOf } from '../shared/objects';
import { parseBuildEvent } from '../shared/plans/build-event';
import type { Outcome } from '../shared/plans/plan';
import { runFiles } from '../shared/plans/store';
import { publishBuild, type PublishPorts } from './publish';

const env = readEnv('LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE');
const compiled = loadModels(import.meta.url);
const results = objectsOf(s3, env.RESULTS_BUCKET);
const ledger = openLedger(dynamo, env.LEDGER_TABLE);
const ports: PublishPorts = {
  ledger,
  catalog: { glue, slices: ledger.slices, bucket: env.LAKE_BUCKET },
  now: () => new Date().toISOString(),
  dropStaging: async (table) => dropStagingTable(await glue(), table),
};

type Published = Pick<Outcome, 'build' | 'model' | 'status' | 'rows'>;

/** Step `Publish` of `build-table`. */
export const handler = async (event: unknown): Promise<Published> => {
  const { run, build } = parseBuildEvent(event);
  const files = runFiles(results, run);
  const plan = await files.build(build);
  const verdict = await files.verdict(build);
  const outcome = await publishBuild(ports, modelNamed(compiled, plan.model), plan, verdict);
  await files.writeOutcome(outcome);
  const { model, status, rows } = outcome;
  log.info('published a build', { run, build, model, status, rows });
  return { build, model, status, rows };
};
