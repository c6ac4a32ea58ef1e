/**
 * `npm run conformance:trino`: every statement that a pipeline run sends to Athena (each model's CTAS and audit), on
 * a real Trino and on the laptop's engine, over the same objects: rows and types must be equal.
 * Needs Java 24 or newer and, once, Maven; without them one SKIP line. TRINO_ROWS sets the size of the sample.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { openLaptop } from '../../cli/target';
import { PIPELINE_WORKGROUP } from '../../lambdas/shared/names';
import { createEngine } from '../../local/athena/engine';
import { openExecutions } from '../../local/athena/executions';
import type { Execution } from '../../local/athena/executions';
import { givenTables } from '../../local/athena/given-tables';
import { trinoClient } from './trino/client';
import { compareCreation, compareQuery } from './trino/compare';
import { fetchTrino } from './trino/fetch';
import { findJava } from './trino/java';
import { mirror, readCatalog } from './trino/mirror';
import { startTrino } from './trino/server';

const java = findJava();
const cache = path.resolve(
  process.env['TRINO_CACHE'] ?? path.join(homedir(), '.cache', 'sluice', 'trino'),
);
const files = fetchTrino(cache);
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-trino-'));
try {
  const rows = process.env['TRINO_ROWS'] ?? '5000';
  runPipeline(folder, rows);
  const failed = await compareAll();
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function runPipeline(home: string, rows: string): void {
  const script = path.join(import.meta.dirname, 'trino', 'sample.ts');
  const ended = spawnSync(process.execPath, ['--import', 'tsx', script, home, rows], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ended.status !== 0) throw new Error('the pipeline did not run: see above');
}

async function compareAll(): Promise<number> {
  const home = homeAt(folder);
  const tables = readCatalog(home.dataDir);
  const statements = finished(home.dataDir);
  const lake = await openLaptop({ home, verb: 'conformance' });
  const port = 18_000 + (process.pid % 1_000);
  const s3Endpoint = lake.endpoint ?? '';
  const trino = await startTrino({
    java,
    files,
    folder: path.join(folder, 'trino'),
    port,
    s3Endpoint,
  });
  const engine = await createEngine({ resolveLocation: (uri) => uri, tables: givenTables() });
  try {
    const run = trinoClient(trino.url);
    await mirror(run, tables);
    let failed = 0;
    for (const execution of statements) {
      const laptop = { dataDir: home.dataDir, engine };
      const compare = execution.kind === 'ctas' ? compareCreation : compareQuery;
      const differences = await compare(execution, run, laptop);
      failed += differences.length === 0 ? 0 : 1;
      report(execution, differences);
    }
    console.log(`${statements.length} statements on Trino 476 and on the laptop, ${failed} differ`);
    return failed;
  } finally {
    engine.close();
    await trino.stop();
    await lake.close();
  }
}

function finished(dataDir: string): readonly Execution[] {
  const executions = openExecutions(dataDir, Date.now);
  const all = executions.ids(PIPELINE_WORKGROUP).flatMap((id) => executions.get(id) ?? []);
  return all.filter(({ state }) => state === 'SUCCEEDED').reverse();
}

function report({ sql, kind, rowsWritten }: Execution, differences: readonly string[]): void {
  const [name = ''] = /\bstaging\.\w+/.exec(sql) ?? [];
  const what = kind === 'ctas' ? 'build' : 'audit';
  const rows = kind === 'ctas' ? `: ${rowsWritten ?? 0} rows` : '';
  console.log(`${differences.length === 0 ? 'same  ' : 'DIFFER'} ${what} ${name}${rows}`);
  for (const difference of differences.slice(0, 5)) console.log(`         ${difference}`);
}
