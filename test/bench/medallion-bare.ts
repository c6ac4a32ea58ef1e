/** `medallion-bare.ts <home>`: every statement of the run again, bare in DuckDB, with the same settings and output. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { homeAt } from '../../cli/home';
import type { CatalogPartition, CatalogTable, TableSource } from '../../local/athena/catalog';
import { readCreation } from '../../local/athena/ctas';
import { openDuck } from '../../local/athena/duck';
import { createEngine } from '../../local/athena/engine';
import { openExecutions } from '../../local/athena/executions';
import { bucketAndKey } from '../../local/athena/results';
import { treeOf } from '../../local/athena/tree';
import { openCatalog } from '../../local/glue/catalog';
import { tableSource } from '../../local/glue/table-source';
import { PIPELINE_WORKGROUP } from '../../lambdas/shared/names';
import type { BareFigures } from './medallion';

const home = homeAt(process.argv[2]);
const output = path.join(home.dir, 'bare');
const spill = path.join(home.dir, 'bare-spill');
const executions = openExecutions(home.dataDir, Date.now);
const statements = executions
  .ids(PIPELINE_WORKGROUP)
  .map((id) => executions.get(id))
  .filter((execution) => execution?.state === 'SUCCEEDED')
  .reverse();

const resolveLocation = (uri: string): string => {
  const [bucket, key] = bucketAndKey(uri);
  return path.join(home.dataDir, 's3', bucket, key);
};
const tables = withCreated(tableSource(openCatalog(home.dataDir), () => 0));
const engine = await createEngine({ resolveLocation, tables });
const duck = await openDuck({ memoryLimit: '1GB', tempDirectory: spill, parallel: 1 });

let seconds = 0;
for (const execution of statements) {
  if (execution === undefined) continue;
  const { id, sql, database = 'default' } = execution;
  const bare = await engine.explain(sql, { database });
  const nodes = treeOf(sql);
  if (execution.kind === 'ctas') {
    const { partitionedBy, compression } = readCreation(nodes, sql, database);
    const target = path.join(output, id);
    mkdirSync(target, { recursive: true });
    const layout =
      partitionedBy.length > 0
        ? `PARTITION_BY (${partitionedBy.join(', ')})`
        : `FILE_SIZE_BYTES '512MB'`;
    const options = `FORMAT parquet, COMPRESSION ${compression}, ${layout}`;
    seconds += await timed(`COPY (${bare}) TO '${target}' (${options})`);
    // untimed: audits read staging tables, which are gone since they were published
    await engine.query(sql.replace(/(external_location\s*=\s*'[^']*\/)run=/, '$1bare='), {
      database,
    });
  } else {
    seconds += await timed(bare);
  }
}
const figures: BareFigures = { seconds, statements: statements.length };
console.log(JSON.stringify(figures));
process.exit(0);

async function timed(sql: string): Promise<number> {
  const start = performance.now();
  await duck.lend((connection) => connection.runAndReadAll(sql));
  return (performance.now() - start) / 1000;
}

/** The catalogue as the run left it, and what is created here, in memory. */
function withCreated(catalog: TableSource): TableSource {
  const created = new Map<string, readonly [CatalogTable, readonly CatalogPartition[]]>();
  const keyOf = (database: string, name: string): string => `${database}.${name}`;
  return {
    ...catalog,
    table: (database, name) =>
      created.get(keyOf(database, name))?.[0] ?? catalog.table(database, name),
    partitions: (database, name) =>
      created.get(keyOf(database, name))?.[1] ?? catalog.partitions(database, name),
    create: async (table, partitions) =>
      void created.set(keyOf(table.database, table.name), [table, partitions]),
  };
}
