import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { s3 } from '../shared/clients/s3';
import { contracts } from '../shared/contracts';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { writeMetrics } from '../shared/metrics';
import { loadModels } from '../shared/models/load';
import { objectsOf } from '../shared/objects';
import { parseSettings } from '../shared/settings';
import { parseReportEvent } from './event';
import { type Report, type ReportPorts, reportRun } from './report';

const env = readEnv('LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE', 'PIPELINE_SETTINGS');
const ports: ReportPorts = {
  compiled: loadModels(import.meta.url),
  settings: parseSettings(env.PIPELINE_SETTINGS),
  contracts,
  ledger: openLedger(dynamo, env.LEDGER_TABLE),
  lake: objectsOf(s3, env.LAKE_BUCKET),
  glue,
  results: objectsOf(s3, env.RESULTS_BUCKET),
  now: () => new Date().toISOString(),
};

/** Steps `Report` and `ReportFault` of `medallion`. */
export const handler = async (event: unknown): Promise<Report> => {
  const report = await reportRun(ports, parseReportEvent(event));
  const { run, status, summary, seconds, dollars, loadsFailed, exportFault } = report;
  log.info('reported a run', { run, status, summary, seconds, dollars, loadsFailed });
  if (exportFault !== undefined) {
    log.error('what a run says of itself was not exported', { run, reason: exportFault });
  }
  writeMetrics(
    {
      [status === 'SUCCEEDED' ? 'RunsSucceeded' : 'RunsFailed']: 1,
      RunSeconds: seconds,
      QueryDollars: dollars,
      ...(loadsFailed > 0 && { LoadsFailed: loadsFailed }),
      ...(exportFault !== undefined && { ExportsFailed: 1 }),
    },
    Date.now(),
    {},
    { RunSeconds: 'Seconds', QueryDollars: 'None' },
  );
  return report;
};
