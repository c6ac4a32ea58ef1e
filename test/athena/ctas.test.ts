import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLake } from './lake';
import type { Lake } from './lake';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
});
afterAll(() => lake.close());

const place = (name: string): string => `s3://lake/silver/${name}/run=R/batch=1/attempt=1/`;
const ctas = (name: string, select: string, more = ''): string =>
  `CREATE TABLE staging.${name} WITH (format = 'PARQUET', external_location = '${place(name)}'${more}) AS ${select}`;
const byDay = ", partitioned_by = ARRAY['business_date']";

test('writes Hive folders and registers the table with its partitions', async () => {
  const rows = `SELECT CAST(a AS varchar) AS a, CAST(n AS decimal(18,4)) AS n, business_date
    FROM (VALUES ('x', 1.5, '2026-01-01'), ('y', 2.5, '2026-01-02'), ('z', 3.5, '2026-01-02')) AS v(a, n, business_date)`;
  const answer = await lake.run(ctas('t', rows, `, write_compression = 'ZSTD'${byDay}`));

  expect(answer.rowsWritten).toBe(3);
  expect(answer.files.map(({ uri }) => uri.split('/').slice(0, -1).join('/')).sort()).toEqual([
    `${place('t')}business_date=2026-01-01`,
    `${place('t')}business_date=2026-01-02`,
  ]);
  const table = lake.catalog.findTable('staging', 't');
  expect(table?.input['StorageDescriptor']).toMatchObject({
    Columns: [
      { Name: 'a', Type: 'string' },
      { Name: 'n', Type: 'decimal(18,4)' },
    ],
    Location: place('t'),
  });
  expect(
    await lake.query("SELECT a, n FROM staging.t WHERE business_date = '2026-01-02' ORDER BY a"),
  ).toEqual([
    ['y', '2.5000'],
    ['z', '3.5000'],
  ]);
});

test('an unpartitioned table is files right below its location', async () => {
  const answer = await lake.run(ctas('whole', 'SELECT n FROM UNNEST(sequence(1, 1000)) AS t(n)'));

  expect(answer.rowsWritten).toBe(1000);
  expect(await lake.query('SELECT count(*), sum(n) FROM staging.whole')).toEqual([
    ['1000', '500500'],
  ]);
});

test('no rows: a table without files', async () => {
  const answer = await lake.run(ctas('empty', "SELECT 'a' AS a WHERE false"));

  expect(answer.files).toEqual([]);
  expect(await lake.query('SELECT count(*) FROM staging.empty')).toEqual([['0']]);
});

test('sums of integers are bigint, in the file too', async () => {
  await lake.run(
    ctas('sums', 'SELECT sum(n) AS n, count_if(n > 1) AS m FROM (VALUES 1, 2) AS t(n)'),
  );

  const { columns, rows } = await lake.run('SELECT * FROM staging.sums');
  expect(columns.map(({ type }) => type)).toEqual(['bigint', 'bigint']);
  expect(rows).toEqual([['3', '1']]);
});

test('refuses a location that holds anything', async () => {
  await lake.run(ctas('once', "SELECT 'a' AS a"));
  const again = ctas('once', "SELECT 'a' AS a").replace('staging.once', 'staging.twice');

  await expect(lake.run(again)).rejects.toThrow(
    'HIVE_PATH_ALREADY_EXISTS: Target directory for table',
  );
});

test('refuses a table that exists, unless asked to pass', async () => {
  await lake.run(ctas('known', "SELECT 'a' AS a"));

  await expect(lake.run(ctas('known', "SELECT 'a' AS a"))).rejects.toThrow('TABLE_ALREADY_EXISTS');
  const passing = ctas('known', "SELECT 'b' AS a").replace('TABLE', 'TABLE IF NOT EXISTS');
  expect((await lake.run(passing)).files).toEqual([]);
});

test('refuses more than 100 partitions and leaves nothing', async () => {
  const days = (count: number): string =>
    `SELECT 1 AS a, CAST(date_add('day', n, DATE '2026-01-01') AS varchar) AS business_date FROM UNNEST(sequence(1, ${count})) AS t(n)`;

  await expect(lake.run(ctas('many', days(101), byDay))).rejects.toThrow(
    'HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers',
  );
  expect(existsSync(join(lake.root, 's3/lake/silver/many/run=R/batch=1/attempt=1'))).toBe(false);
  expect(lake.catalog.findTable('staging', 'many')).toBeUndefined();
  expect((await lake.run(ctas('hundred', days(100), byDay))).files).toHaveLength(100);
});

test.each([
  [
    'a column without a name',
    'SELECT 1 + 1',
    '',
    'MISSING_COLUMN_NAME: Column name not specified at position 1',
  ],
  ['a column twice', 'SELECT 1 AS a, 2 AS a', '', 'DUPLICATE_COLUMN_NAME'],
  [
    'an instant',
    "SELECT from_iso8601_timestamp('2026-01-01T00:00:00Z') AS a",
    '',
    'NOT_SUPPORTED: Unsupported Hive type',
  ],
  ['JSON', "SELECT json_parse('1') AS a", '', 'NOT_SUPPORTED: Unsupported Hive type: json'],
  [
    'partition columns that are not last',
    'SELECT 1 AS business_date, 2 AS a',
    byDay,
    'HIVE_COLUMN_ORDER_MISMATCH',
  ],
  ['an unknown codec', 'SELECT 1 AS a', ", write_compression = 'BROTLI'", 'INVALID_TABLE_PROPERTY'],
  ['an unknown property', 'SELECT 1 AS a', ', bucket_count = 3', 'INVALID_TABLE_PROPERTY'],
])('refuses %s', async (_what, select, more, message) => {
  await expect(lake.run(ctas('refused', select, more))).rejects.toThrow(message);
});

test('refuses a place that is not on S3', async () => {
  const sql = "CREATE TABLE staging.f WITH (external_location = 'file:///tmp/x') AS SELECT 1 AS a";

  await expect(lake.run(sql)).rejects.toThrow('INVALID_TABLE_PROPERTY');
});

test('a failing query leaves files in its own prefix only', async () => {
  await expect(
    lake.run(
      ctas(
        'fails',
        "SELECT CAST('x' || CAST(n AS varchar) AS bigint) AS a FROM UNNEST(sequence(1, 10)) AS t(n)",
      ),
    ),
  ).rejects.toThrow('INVALID_CAST_ARGUMENT');

  expect(readdirSync(join(lake.root, 's3/lake/silver/fails'))).toEqual(['run=R']);
  expect(lake.catalog.findTable('staging', 'fails')).toBeUndefined();
});
