import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLake } from './lake';
import type { Lake } from './lake';

let lake: Lake;
const day = (date: string): string => `s3://lake/bronze/t/business_date=${date}/`;

beforeAll(async () => {
  lake = await openLake();
  lake.table('bronze.t', ['id', 'late'], 'business_date');
  lake.partition('bronze.t', '2026-01-01', day('2026-01-01'));
  lake.partition('bronze.t', '2026-01-02', day('2026-01-02'));
  await lake.object(`${day('2026-01-01')}a.parquet`, "SELECT 'a' AS id");
  await lake.object(`${day('2026-01-01')}b.parquet`, "SELECT 'x' AS late, 'b' AS id");
  await lake.object(`${day('2026-01-02')}c.parquet`, "SELECT 'c' AS id, 'y' AS late, 1 AS more");
  await lake.object(`${day('2026-01-03')}d.parquet`, "SELECT 'd' AS id");
  await lake.object(`${day('2026-01-01')}_temporary`, "SELECT 'hidden' AS id");
  lake.table('ops.run_inputs', ['dataset', 'path'], 'run');
  const inputs = 's3://lake/ops/run_inputs/run=R1/';
  lake.partition('ops.run_inputs', 'R1', inputs);
  await lake.object(
    `${inputs}level-0.parquet`,
    `SELECT 't' AS dataset, unnest(['${day('2026-01-01')}b.parquet', '${day('2026-01-02')}c.parquet', '${day('2026-01-02')}gone.parquet']) AS path`,
  );
});
afterAll(() => lake.close());

const pin = `"$path" IN (SELECT path FROM ops.run_inputs WHERE run = 'R1' AND dataset = 't')`;

describe('a table of the catalogue', () => {
  test('has the rows of its registered partitions only, without hidden objects', async () => {
    expect(await lake.query('SELECT id FROM bronze.t ORDER BY id')).toEqual([['a'], ['b'], ['c']]);
  });

  test('shows declared columns: missing ones are NULL, others do not exist', async () => {
    expect(await lake.query('SELECT * FROM bronze.t ORDER BY id')).toEqual([
      ['a', null, '2026-01-01'],
      ['b', 'x', '2026-01-01'],
      ['c', 'y', '2026-01-02'],
    ]);
    await expect(lake.run('SELECT more FROM bronze.t')).rejects.toThrow(
      "COLUMN_NOT_FOUND: Column 'more' cannot be resolved",
    );
  });

  test('hides "$path" from stars and gives it by name', async () => {
    const [row] = await lake.query(`SELECT *, "$path" AS object FROM bronze.t AS x WHERE id = 'c'`);

    expect(row).toEqual(['c', 'y', '2026-01-02', `${day('2026-01-02')}c.parquet`]);
  });

  test.each([
    ["business_date = '2026-01-02'"],
    ["business_date >= '2026-01-02' AND business_date < '2026-01-03'"],
    ["t.business_date IN ('2026-01-02', '2026-05-01')"],
    ["business_date BETWEEN '2026-01-02' AND '2026-01-09' AND id IS NOT NULL"],
    [
      "(business_date > '2026-01-01' AND business_date < '2026-01-03') OR business_date = '2027-01-01'",
    ],
  ])('reads no object of a partition that %s rules out', async (condition) => {
    const explained = await lake.engine.explain(`SELECT id FROM bronze.t WHERE ${condition}`);
    const rows = await lake.query(`SELECT id FROM bronze.t WHERE ${condition}`);

    expect(explained).not.toContain('business_date=2026-01-01');
    expect(rows).toEqual([['c']]);
  });

  test.each([
    ["NOT (business_date = '2026-01-02')"],
    ["business_date = '2026-01-01' OR id = 'a'"],
    ["business_date <> '2026-01-02'"],
  ])('keeps every partition that %s may need', async (condition) => {
    expect(await lake.query(`SELECT id FROM bronze.t WHERE ${condition} ORDER BY 1`)).toEqual([
      ['a'],
      ['b'],
    ]);
  });

  test('takes partition values from the catalogue where folders do not spell them', async () => {
    lake.table('silver.t', ['id'], 'month');
    await lake.object('s3://lake/silver/t/run=1/month=2026-01/x', "SELECT 'a' AS id");
    await lake.object('s3://lake/silver/t/odd/place/x', "SELECT 'b' AS id");
    lake.partition('silver.t', '2026-01', 's3://lake/silver/t/run=1/month=2026-01/');
    lake.partition('silver.t', '2026-02', 's3://lake/silver/t/odd/place');

    expect(await lake.query('SELECT id, month FROM silver.t ORDER BY month')).toEqual([
      ['a', '2026-01'],
      ['b', '2026-02'],
    ]);
  });

  test('is empty, not missing, without objects', async () => {
    lake.table('silver.none', ['id']);

    expect(await lake.query('SELECT count(*) FROM silver.none')).toEqual([['0']]);
    expect(await lake.query('SELECT id, "$path" FROM silver.none')).toEqual([]);
  });

  test('that does not exist is named with its place', async () => {
    await expect(lake.run('SELECT 1\nFROM silver.nothing')).rejects.toThrow(
      "TABLE_NOT_FOUND: line 2:6: Table 'awsdatacatalog.silver.nothing' does not exist",
    );
    await expect(lake.run('SELECT 1 FROM nowhere.x')).rejects.toThrow('SCHEMA_NOT_FOUND');
  });
});

describe('pinned paths', () => {
  test('become the list of files, without those that are gone', async () => {
    const sql = `SELECT id FROM bronze.t WHERE ${pin} AND business_date >= '2026-01-01' ORDER BY id`;

    expect(await lake.query(sql)).toEqual([['b'], ['c']]);
    const explained = await lake.engine.explain(sql);
    expect(explained).not.toContain('run_inputs');
    expect(explained).not.toContain('$path');
  });

  test('go with the partition predicate and with CTEs of the same name', async () => {
    const sql = `WITH t AS (SELECT id FROM bronze.t WHERE ${pin} AND business_date = '2026-01-02')
      SELECT count(*) FROM t`;

    expect(await lake.query(sql)).toEqual([['1']]);
  });

  test('hold for the run that is asked for only', async () => {
    const sql = `SELECT id FROM bronze.t WHERE ${pin.replace('R1', 'R2')}`;

    expect(await lake.query(sql)).toEqual([]);
  });

  test('do not narrow the other table of a join', async () => {
    const sql = `SELECT a.id, b.id FROM bronze.t AS a JOIN bronze.t AS b ON a.business_date = b.business_date
      WHERE a.${pin} ORDER BY 1, 2`;

    expect(await lake.query(sql)).toEqual([
      ['b', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });
});

test('an object that vanishes while it is read fails in Athena’s words', async () => {
  lake.table('silver.broken', ['id']);
  await lake.object('s3://lake/silver/broken/x', "SELECT 'a' AS id");
  const statement = await lake.engine.explain('SELECT id FROM silver.broken');
  rmSync(join(lake.root, 's3/lake/silver/broken/x'));

  await expect(lake.engine.raw(statement)).rejects.toThrow();
});
