import { setTimeout } from 'node:timers/promises';
import { athena } from '../shared/clients/athena';
import { dynamo } from '../shared/clients/dynamo';
import { s3 } from '../shared/clients/s3';
import { contracts } from '../shared/contracts';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { writeMetrics } from '../shared/metrics';
import { loadModels } from '../shared/models/load';
import { PIPELINE_WORKGROUP } from '../shared/names';
import { ownJson } from '../shared/own-json';
import type { HealthSettings } from '../shared/settings';
import { newestArrival } from './arrivals';
import { askIn } from './ask';
import { parseLook } from './event';
import { lookAtLedger, type Look } from './ledger-look';
import { reportTables } from './report';
import { lookAtTables } from './tables-look';

const env = readEnv('LAKE_BUCKET', 'LEDGER_TABLE', 'MONITORING_SETTINGS', 'BUCKET_OWNER');
const settings: HealthSettings = ownJson(env.MONITORING_SETTINGS, 'MONITORING_SETTINGS');
const ledger = openLedger(dynamo, env.LEDGER_TABLE);
const { models } = loadModels(import.meta.url);
const bronze = { client: s3, bucket: env.LAKE_BUCKET, owner: env.BUCKET_OWNER };

const looks = {
  ledger: (now: number) =>
    lookAtLedger(
      {
        ledger,
        models: models.map(({ name }) => name),
        reportTables: reportTables(models),
        settings,
        newestArrival: (at) => newestArrival(bronze, 'transactions', at),
      },
      now,
    ),
  tables: (now: number) =>
    lookAtTables(
      {
        ledger,
        datasets: Object.values(contracts).map(({ table }) => table),
        settings,
        ask: askIn(athena, PIPELINE_WORKGROUP, (ms) => setTimeout(ms)),
      },
      now,
    ),
} as const;

/** Looks at the lake from outside and says how it is: as metrics, with what is wrong as log lines. */
export const handler = async (event: unknown): Promise<Look> => {
  const look = parseLook(event);
  const now = Date.now();
  const seen = await looks[look](now);
  for (const { message, fields } of seen.findings) log.warn(message, fields);
  log.info('looked', { look, findings: seen.findings.length });
  writeMetrics(seen.values, now);
  return seen;
};
