import { setTimeout } from 'node:timers/promises';
import { dynamo } from '../shared/clients/dynamo';
import { redshiftData } from '../shared/clients/redshift-data';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { loadModels } from '../shared/models/load';
import { WAREHOUSE_DATABASE } from '../shared/names';
import { todayOf } from '../shared/plans/due';
import { parseSettings } from '../shared/settings';
import { isLoaded } from '../shared/warehouse/table';
import { parseLoadEvent } from './event';
import { lookAtLoad, startLoad, tablesBehind, type LoadPorts, type LoadState } from './load';
import { statementsIn } from './statements';

const env = readEnv('LEDGER_TABLE', 'WAREHOUSE_WORKGROUP', 'PIPELINE_SETTINGS');
const settings = parseSettings(env.PIPELINE_SETTINGS);
const { models } = loadModels(import.meta.url);
const ports: LoadPorts = {
  ledger: openLedger(dynamo, env.LEDGER_TABLE),
  statements: statementsIn(redshiftData, {
    workgroup: env.WAREHOUSE_WORKGROUP,
    database: WAREHOUSE_DATABASE,
  }),
  models: new Map(models.filter(isLoaded).map((model) => [model.name, model])),
  now: Date.now,
  pause: (milliseconds) => setTimeout(milliseconds),
  day: () =>
    settings.dailyModels === 'every-run'
      ? undefined
      : todayOf(new Date().toISOString(), settings).refreshDay,
};

/** Steps `PlanLoads`, `StartLoad` and `LookAtLoad` of `medallion`. */
export const handler = async (
  event: unknown,
): Promise<LoadState | { readonly tables: readonly string[] }> => {
  const parsed = parseLoadEvent(event);
  if (parsed.op === 'plan') {
    const tables = await tablesBehind(ports);
    log.info('planned loads', { tables: tables.length });
    return { tables };
  }
  const state = await (parsed.op === 'start' ? startLoad : lookAtLoad)(ports, parsed.state);
  const { table, next, slices, rows, reason } = state;
  log.info('loaded a table', { table, next, slices, rows, reason });
  return state;
};
