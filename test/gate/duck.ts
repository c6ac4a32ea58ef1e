import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractOfTable } from '../../lambdas/shared/contracts';
import { bronzeColumns, type Column } from '../../lambdas/shared/derive/columns';

const hexOf = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();
const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

export interface ReadBack {
  /** Row by row, what differs between the row's text and what DuckDB read of it, once as NDJSON, once as Parquet. */
  readonly differences: readonly string[];
  /** Values compared. */
  readonly compared: number;
}

const typeOf = ({ type }: Column): string => (type === 'bigint' ? 'BIGINT' : 'VARCHAR');

/** Reads rows back in DuckDB, as JSON and as Parquet, and compares every column byte by byte. */
export async function readBack(
  rows: readonly Readonly<Record<string, unknown>>[],
  texts: readonly string[],
  table = 'transactions',
): Promise<ReadBack> {
  const folder = mkdtempSync(join(tmpdir(), 'read-back-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const columns = bronzeColumns(contractOfTable(table));
    const [json, parquet] = [join(folder, 'rows.ndjson'), join(folder, 'rows.parquet')];
    writeFileSync(json, texts.map((text) => `${text}\n`).join(''));
    const schema = columns.map((column) => `"${column.name}": '${typeOf(column)}'`).join(', ');
    const shown = columns
      .map((column) => `hex(CAST("${column.name}" AS VARCHAR)) AS "${column.name}"`)
      .join(', ');
    const source = `read_json('${json}', format = 'newline_delimited', columns = {${schema}}, maximum_object_size = 2000000)`;
    await connection.run(`COPY (SELECT * FROM ${source}) TO '${parquet}' (FORMAT parquet)`);
    const differences: string[] = [];
    let compared = 0;
    for (const from of [source, `read_parquet('${parquet}')`]) {
      const answer = await connection.runAndReadAll(`SELECT ${shown} FROM ${from}`);
      const read = answer.getRowObjects();
      if (read.length !== rows.length) differences.push(`${read.length} of ${rows.length} rows`);
      rows.forEach((row, at) => {
        for (const { name } of columns) {
          const expected = textOf(row[name]);
          compared += 1;
          const isEqual =
            (expected === null ? null : hexOf(expected)) === (read[at]?.[name] ?? null);
          if (!isEqual) differences.push(`row ${at} ${name}`);
        }
      });
    }
    return { differences, compared };
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}
