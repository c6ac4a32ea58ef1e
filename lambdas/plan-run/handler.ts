import { repairTable, showTable } from '../shared/catalog/follow';
import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { s3 } from '../shared/clients/s3';
import { stepFunctions } from '../shared/clients/step-functions';
import { contracts } from '../shared/contracts';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { loadModels } from '../shared/models/load';
import { objectsOf } from '../shared/objects';
import { parseSettings } from '../shared/settings';
import { isRunning } from './alive';
import { parsePlanEvent } from './event';
import { type LevelResult, planLevel } from './level';
import type { PlanPorts } from './ports';
import { startRun, type StartResult } from './start';

const env = readEnv('LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE', 'PIPELINE_SETTINGS');
const ledger = openLedger(dynamo, env.LEDGER_TABLE);
const catalog = { glue, slices: ledger.slices, bucket: env.LAKE_BUCKET };
const ports: PlanPorts = {
  compiled: loadModels(import.meta.url),
  settings: parseSettings(env.PIPELINE_SETTINGS),
  ledger,
  lake: objectsOf(s3, env.LAKE_BUCKET),
  results: objectsOf(s3, env.RESULTS_BUCKET),
  glue,
  contracts,
  isAlive: isRunning(stepFunctions),
  now: () => new Date().toISOString(),
  repair: (model) => repairTable(catalog, model),
  show: (model) => showTable(catalog, model),
};

/** Steps `Plan` and `PlanLevel` of `medallion`. */
export const handler = async (event: unknown): Promise<StartResult | LevelResult> => {
  const asked = parsePlanEvent(event);
  if (asked.op === 'level') {
    const { builds } = await planLevel(ports, asked);
    log.info('planned a level', { run: asked.run, planLevel: asked.level, builds: builds.length });
    return { builds };
  }
  const result = await startRun(ports, asked);
  log.info('planned a run', { execution: asked.execution, status: result.status });
  return result;
};
