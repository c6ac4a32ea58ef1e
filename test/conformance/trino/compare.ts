import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Engine } from '../../../local/athena/engine';
import { readCsv } from '../../../local/athena/csv';
import { readCreation } from '../../../local/athena/ctas';
import type { Execution } from '../../../local/athena/executions';
import { columnsOf } from '../../../local/athena/results';
import { resultUri } from '../../../local/athena/shown';
import { treeOf } from '../../../local/athena/tree';
import type { RunTrino } from '../../../local/trino/client';
import { creationForTrino } from '../../../local/trino/translate';
import { apiType, printedRow } from '../../../local/trino/values';
import { compareRows } from './compare-rows';
import type { Differences } from './compare-rows';

export interface Laptop {
  readonly dataDir: string;
  /** Any engine: its DuckDB compares the files. */
  readonly engine: Engine;
}

const pathOf = (dataDir: string, uri: string): string =>
  path.join(dataDir, 's3', uri.slice('s3://'.length));

/** Runs an audit on Trino and compares it with what the laptop answered when the pipeline ran. */
export async function compareQuery(
  execution: Execution,
  run: RunTrino,
  { dataDir }: Laptop,
): Promise<Differences> {
  const answer = await run(execution.sql);
  const file = pathOf(dataDir, resultUri(execution));
  const [header = [], ...rows] = readCsv(readFileSync(file, 'utf8'));
  const types = columnsOf(JSON.parse(readFileSync(`${file}.metadata`, 'utf8')));
  if (header.length !== types.length) return ['the result file has another header'];
  const columns = answer.columns.map(({ name, type }) => ({ name, type: apiType(type) }));
  const theirs = answer.rows.map((row) => printedRow(row, answer.columns));
  return compareRows({ columns: types, rows }, { columns, rows: theirs });
}

/** Runs a CTAS on Trino, into a place of its own, and compares its files with those of the laptop. */
export async function compareCreation(
  execution: Execution,
  run: RunTrino,
  laptop: Laptop,
): Promise<Differences> {
  const { sql } = execution;
  const creation = readCreation(treeOf(sql), sql, 'default');
  const name = `${creation.database}.${creation.table}`;
  const { location = '' } = creation;
  const elsewhere = location.replace('/run=', '/trino=');
  const trino = creationForTrino(sql.replace(location, elsewhere));
  await run(trino.sql, { session: trino.session });

  const described = await run(`DESCRIBE ${name}`);
  const trinoTypes = described.rows.map(
    ([column, type]) => `${String(column)} ${apiType(String(type))}`,
  );
  const sides = [location, elsewhere].map((place) => pathOf(laptop.dataDir, place));
  const [mine = '', theirs = ''] = sides.map((side) => fileRelation(side, creation.partitionedBy));
  const counted = await run(`SELECT count(*) FROM ${name}`);
  const rows = Number(counted.rows[0]?.[0]);
  if (rows === 0)
    return (execution.rowsWritten ?? 0) === 0
      ? []
      : [`laptop ${execution.rowsWritten} rows · trino none`];
  const list = trinoTypes.map((column) => `"${column.split(' ')[0]}"`).join(', ');
  const read = (side: string): Promise<Answer> =>
    laptop.engine.inspect(`SELECT ${list} FROM ${side}`);
  const [laptopRows, trinoRows] = [await read(mine), await read(theirs)];
  const written = laptopRows.columns.map((column) => `${column.name} ${column.type}`);
  if (written.join() !== trinoTypes.join()) {
    return [`columns: laptop ${written.join(', ')} · trino ${trinoTypes.join(', ')}`];
  }
  return compareRows(laptopRows, trinoRows);
}

function fileRelation(folder: string, keys: readonly string[]): string {
  const types = keys.map((key) => `'${key}': VARCHAR`).join(', ');
  const hive = keys.length === 0 ? '' : `, hive_partitioning = true, hive_types = {${types}}`;
  return `read_parquet('${folder}${keys.map(() => '*/').join('')}*', union_by_name = true${hive})`;
}
