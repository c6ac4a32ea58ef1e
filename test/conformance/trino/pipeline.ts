import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { homeAt } from '../../../cli/home';
import { PIPELINE_WORKGROUP } from '../../../lambdas/shared/names';
import { createEngine } from '../../../local/athena/engine';
import { openExecutions } from '../../../local/athena/executions';
import type { Execution } from '../../../local/athena/executions';
import { givenTables } from '../../../local/athena/given-tables';
import { openCatalog } from '../../../local/glue/catalog';
import { tableSource } from '../../../local/glue/table-source';
import { trinoClient } from '../../../local/trino/client';
import type { RunTrino } from '../../../local/trino/client';
import type { TrinoInstall } from '../../../local/trino/fetch';
import { mirrorTable } from '../../../local/trino/mirror';
import { startTrino } from '../../../local/trino/server';
import { compareCreation, compareQuery } from './compare';
import { serveObjects } from './objects';
import type { Tally } from './tally';

export interface PipelineOptions {
  readonly folder: string;
  readonly install: TrinoInstall;
  /** Script and arguments that load data into the lake and run the pipeline. */
  readonly sample: readonly string[];
  /** Compare statements of this model only. */
  readonly only: string | undefined;
}

/** Every statement that a run of the pipeline sent to Athena: CTAS with its files, and audit. */
export async function comparePipeline(options: PipelineOptions, tally: Tally): Promise<void> {
  const { folder, install, only = '' } = options;
  runPipeline(options);
  const { dataDir } = homeAt(folder);
  const objects = await serveObjects(dataDir);
  const server = await startTrino({
    install,
    folder: path.join(folder, 'trino'),
    port: 18_000 + (process.pid % 1_000),
    s3Endpoint: objects.endpoint,
  });
  const engine = await createEngine({ resolveLocation: (uri) => uri, tables: givenTables() });
  try {
    const run = trinoClient(server.url);
    await mirrorAll(run, dataDir);
    for (const execution of finished(dataDir)) {
      const name = /\bstaging\.(\w+?)_\d{8}t/.exec(execution.sql)?.[1]?.replace('_', '.') ?? '';
      if (!name.includes(only)) continue;
      const compare = execution.kind === 'ctas' ? compareCreation : compareQuery;
      const differences = await compare(execution, run, { dataDir, engine });
      const what = execution.kind === 'ctas' ? 'SELECT' : 'audit';
      const rows = execution.rowsWritten === undefined ? '' : `: ${execution.rowsWritten} rows`;
      tally.note(`${what} ${name}${rows}`, differences);
    }
  } finally {
    engine.close();
    await server.stop();
    await objects.close();
  }
}

/** A process of its own: when it ends, its data folder is complete. */
function runPipeline({ folder, sample: [script = '', ...args] }: PipelineOptions): void {
  const file = path.join(import.meta.dirname, script);
  const ended = spawnSync(process.execPath, ['--import', 'tsx', file, folder, ...args], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ended.status !== 0) throw new Error('the pipeline did not run: see above');
}

async function mirrorAll(run: RunTrino, dataDir: string): Promise<void> {
  const catalog = openCatalog(dataDir);
  const source = tableSource(catalog, () => 0);
  for (const { name: database } of catalog.databases()) {
    await run(`CREATE SCHEMA IF NOT EXISTS ${database}`);
    for (const name of source.tableNames(database)) {
      const table = source.table(database, name);
      // delivery tables are what Firehose converts by; nothing queries them
      if (table === undefined || name.includes('_delivery_v')) continue;
      await mirrorTable(run, { table, partitions: source.partitions(database, name) });
    }
  }
}

function finished(dataDir: string): readonly Execution[] {
  const executions = openExecutions(dataDir, Date.now);
  const all = executions.ids(PIPELINE_WORKGROUP).flatMap((id) => executions.get(id) ?? []);
  return all.filter(({ state }) => state === 'SUCCEEDED').reverse();
}
