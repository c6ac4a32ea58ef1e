import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../../local/athena/engine';
import { readCsv } from '../../../local/athena/csv';
import { readCreation } from '../../../local/athena/ctas';
import type { Execution } from '../../../local/athena/executions';
import { columnsOf } from '../../../local/athena/results';
import { resultUri } from '../../../local/athena/shown';
import { treeOf } from '../../../local/athena/tree';
import { apiType, printed } from '../../athena/real-values';
import type { RunTrino, TrinoAnswer } from './client';

export interface Laptop {
  readonly dataDir: string;
  /** Any engine: its DuckDB compares the files. */
  readonly engine: Engine;
}

const pathOf = (dataDir: string, uri: string): string =>
  path.join(dataDir, 's3', uri.slice('s3://'.length));

/** What differs, in words; nothing when rows and types are equal. */
export type Differences = readonly string[];

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
  const laptopColumns = types.map(({ name, type }) => `${name} ${type}`);
  const trinoColumns = answer.columns.map(({ name, type }) => `${name} ${apiType(type)}`);
  const differences: string[] = [];
  if (header.length !== types.length) differences.push('the result file has another header');
  if (laptopColumns.join() !== trinoColumns.join()) {
    differences.push(
      `columns: laptop ${laptopColumns.join(', ')} · trino ${trinoColumns.join(', ')}`,
    );
  }
  return [
    ...differences,
    ...rowDifferences(
      rows.map((row) => JSON.stringify(row)),
      textRows(answer),
    ),
  ];
}

const textRows = ({ columns, rows }: TrinoAnswer): readonly string[] =>
  rows.map((row) =>
    JSON.stringify(
      row.map((value, at) => (value === null ? null : printed(value, columns[at]?.type ?? ''))),
    ),
  );

function rowDifferences(laptop: readonly string[], trino: readonly string[]): Differences {
  const counts = new Map<string, number>();
  for (const row of laptop) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of trino) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([row, count]) => `${count > 0 ? 'laptop' : 'trino'} only: ${row}`);
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
  const codec = /write_compression\s*=\s*'(\w+)',?\s*/.exec(sql);
  const session =
    codec?.[1] === undefined ? undefined : { 'awsdatacatalog.compression_codec': codec[1] };
  await run(sql.replace(codec?.[0] ?? '', '').replace(location, elsewhere), session);

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
  const differences = await fileDifferences(laptop.engine, mine, theirs, list);
  const types = await laptop.engine.inspect(`SELECT ${list} FROM ${mine} LIMIT 0`);
  const laptopTypes = types.columns.map((column) => `${column.name} ${column.type}`);
  if (laptopTypes.join() !== trinoTypes.join()) {
    return [
      ...differences,
      `columns: laptop ${laptopTypes.join(', ')} · trino ${trinoTypes.join(', ')}`,
    ];
  }
  return differences;
}

function fileRelation(folder: string, keys: readonly string[]): string {
  const types = keys.map((key) => `'${key}': VARCHAR`).join(', ');
  const hive = keys.length === 0 ? '' : `, hive_partitioning = true, hive_types = {${types}}`;
  return `read_parquet('${folder}${keys.map(() => '*/').join('')}*', union_by_name = true${hive})`;
}

async function fileDifferences(
  engine: Engine,
  mine: string,
  theirs: string,
  list: string,
): Promise<Differences> {
  const only = async (side: string, left: string, right: string): Promise<Differences> => {
    const sql = `SELECT ${list} FROM ${left} EXCEPT ALL SELECT ${list} FROM ${right} LIMIT 3`;
    const { rows } = await engine.inspect(sql);
    return rows.map((row) => `${side} only: ${JSON.stringify(row)}`);
  };
  return [...(await only('laptop', mine, theirs)), ...(await only('trino', theirs, mine))];
}
