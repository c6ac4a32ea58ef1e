import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeParquet } from '../../lambdas/ingest-file/write-parquet';
import { contracts } from '../../lambdas/shared/contracts';
import { bronzeColumns, quarantineColumns } from '../../lambdas/shared/derive/columns';

async function query(bytes: Uint8Array, sql: (path: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-test-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const path = join(folder, 'a.parquet');
    await writeFile(path, bytes);
    return (await connection.runAndReadAll(sql(path))).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

describe('a bronze object', () => {
  const tables = Object.entries(contracts).map(
    ([table, contract]) => [table, bronzeColumns(contract)] as const,
  );

  it.each([...tables, ['quarantine', quarantineColumns()] as const])(
    'of %s has exactly the declared columns, as DuckDB reads it',
    async (_, columns) => {
      const bytes = writeParquet(['{}'], columns);

      const found = await query(bytes, (path) => `DESCRIBE SELECT * FROM read_parquet('${path}')`);

      expect(found.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
        columns.map(({ name, type }) => [name, type === 'bigint' ? 'BIGINT' : 'VARCHAR']),
      );
    },
  );

  it('keeps every text and all 64 bits', async () => {
    const columns = [
      { name: 'text', type: 'string' },
      { name: 'count', type: 'bigint' },
    ] as const;
    const text = 'é\u2028"\\\n😀';
    const rows = [
      JSON.stringify({ text, count: '-9223372036854775808' }),
      '{"count":9223372036854775807}',
    ];

    const found = await query(
      writeParquet(rows, columns),
      (path) => `FROM read_parquet('${path}')`,
    );

    expect(found).toEqual([
      { text, count: '-9223372036854775808' },
      { text: null, count: '9223372036854775807' },
    ]);
  });
});
