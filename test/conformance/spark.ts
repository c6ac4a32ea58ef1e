/**
 * `npm run conformance:spark`: glue-scripts/customer_features.py on a real Spark and its SQL twin on the laptop's
 * engine, over the same days: rows and types must be equal. `--seeds 20` sets how many random sets of days.
 * Needs a Python with pyspark 3.5 (SPARK_PYTHON, else python3) and Java; without them one SKIP line.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hiveType, Lake } from '../sql/lake';
import { modelNamed } from '../sql/models';
import { allDays, csvOf, type Days } from './spark/days';

const SCRIPT = 'customer_features';
const PYTHON = process.env['SPARK_PYTHON'] ?? 'python3';
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '5' } } });

const missing = whatIsMissing();
if (missing !== undefined) {
  console.log(`SKIP conformance:spark: ${missing}`);
  process.exit(process.env['SPARK_REQUIRED'] === '1' ? 1 : 0);
}
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-spark-'));
const lake = await Lake.open();
try {
  const sets = allDays(Number(values.seeds));
  runScript(sets);
  let differences = 0;
  for (const [at, days] of sets.entries()) differences += await differing(days, at);
  const equal = `equal ${sets.length - differences} differences ${differences}`;
  console.log(`datasets ${sets.length} ${equal}`);
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  lake.close();
  rmSync(folder, { recursive: true, force: true });
}

function whatIsMissing(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return 'no java';
  if (spawnSync(PYTHON, ['-c', 'import pyspark']).status !== 0) {
    return `${PYTHON} has no pyspark: pip install pyspark==3.5.4 and set SPARK_PYTHON`;
  }
  return undefined;
}

/** One Spark for all sets: to start it takes longer than to run it. */
function runScript(sets: readonly Days[]): void {
  const paths = sets.flatMap(({ rows }, at) => {
    const days = path.join(folder, `${at}.csv`);
    writeFileSync(days, csvOf(rows));
    return [days, outOf(at)];
  });
  const run = path.join(import.meta.dirname, 'spark', 'run.py');
  const script = path.resolve('glue-scripts', `${SCRIPT}.py`);
  const ended = spawnSync(PYTHON, [run, script, ...paths], {
    encoding: 'utf8',
    env: { ...process.env, PYSPARK_PYTHON: PYTHON, PYSPARK_DRIVER_PYTHON: PYTHON },
  });
  if (ended.status !== 0) throw new Error(`the script failed: ${ended.stderr.slice(-4000)}`);
}

function outOf(at: number): string {
  return path.join(folder, `${at}.parquet`);
}

/** 1 when the two tables differ in a row or a type, 0 when they are equal. */
async function differing({ name, rows }: Days, at: number): Promise<number> {
  const twin = modelNamed(`gold.${SCRIPT}`);
  const daily = modelNamed('gold.customer_daily');
  const columns = daily.columns.map((column) => ({ ...column, type: hiveType(column.type) }));
  await lake.tables.give(lake.engine, daily.name, columns, rows);
  const build = await lake.build(twin, ['all']);
  const list = twin.columns.map((column) => column.name).join(', ');
  const select = (files: string) => `SELECT ${list} FROM read_parquet('${files}')`;
  const sql = select(path.join(lake.filesOf(build), '*'));
  const spark = select(path.join(outOf(at), '*.parquet'));
  const found = [...(await otherTypes(sql, spark)), ...(await onlyIn('the twin', sql, spark))];
  found.push(...(await onlyIn('Spark', spark, sql)));
  const { rows: counted } = await lake.engine.inspect(`SELECT count(*) FROM (${sql})`);
  const verdict = found.length === 0 ? 'same  ' : 'DIFFER';
  console.log(`${verdict} ${name}: ${counted[0]?.[0] ?? 0} customers`);
  for (const difference of found) console.log(`         ${difference}`);
  return found.length === 0 ? 0 : 1;
}

async function onlyIn(side: string, left: string, right: string): Promise<readonly string[]> {
  const { rows } = await lake.engine.inspect(`${left} EXCEPT ALL ${right} LIMIT 3`);
  return rows.map((row) => `${side} only: ${JSON.stringify(row)}`);
}

async function otherTypes(left: string, right: string): Promise<readonly string[]> {
  const types = async (sql: string) => (await lake.engine.inspect(`${sql} LIMIT 0`)).columns;
  const spark = await types(right);
  return (await types(left)).flatMap(({ name, type }, at) =>
    spark[at]?.type === type ? [] : [`${name}: twin ${type}, Spark ${spark[at]?.type ?? 'none'}`],
  );
}
