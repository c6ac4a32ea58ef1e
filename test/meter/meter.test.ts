import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLake } from '../athena/lake';
import type { Lake } from '../athena/lake';

let lake: Lake;
const day = (date: string): string => `s3://lake/bronze/t/business_date=${date}/`;
const object = (date: string): string => `${day(date)}a.parquet`;

/** Compressed bytes by DuckDB's own reading of the footers. */
async function chunks(columns: readonly string[], dates: readonly string[]): Promise<number> {
  const files = dates.map((date) => `'${lake.root}/s3/${object(date).slice('s3://'.length)}'`);
  const { rows } = await lake.engine.inspect(
    `SELECT sum(total_compressed_size) FROM parquet_metadata([${files.join(', ')}])
     WHERE split_part(path_in_schema, ',', 1) IN (${columns.map((name) => `'${name}'`).join(', ')})`,
  );
  return Number(rows[0]?.[0]);
}
const scanned = async (sql: string): Promise<number> => (await lake.run(sql)).bytesScanned;

beforeAll(async () => {
  lake = await openLake();
  lake.table('bronze.t', ['id', 'note', 'parts'], 'business_date');
  for (const date of ['2026-01-01', '2026-01-02']) {
    lake.partition('bronze.t', date, day(date));
    await lake.object(
      object(date),
      `SELECT range::VARCHAR AS id, repeat(md5(range::VARCHAR), 3) AS note, {a: range, b: ['x']} AS parts
       FROM range(50000)`,
    );
  }
  await lake.object(`${day('2026-01-03')}a.parquet`, "SELECT 'unregistered' AS id");
  lake.table('ops.run_inputs', ['dataset', 'path'], 'run');
  lake.partition('ops.run_inputs', 'R1', 's3://lake/ops/run_inputs/run=R1/');
  await lake.object(
    's3://lake/ops/run_inputs/run=R1/level-0.parquet',
    `SELECT 't' AS dataset, '${object('2026-01-02')}' AS path`,
  );
});
afterAll(() => lake.close());

describe('the meter of the laptop’s Athena', () => {
  it('sums the column chunks of what is read, row groups and nested parts together', async () => {
    const days = ['2026-01-01', '2026-01-02'];

    expect(await scanned('SELECT max(id) FROM bronze.t')).toBe(await chunks(['id'], days));
    expect(await scanned('SELECT max(parts), max(id) FROM bronze.t')).toBe(
      await chunks(['id', 'parts'], days),
    );
    expect(await chunks(['parts'], days)).toBeGreaterThan(0);
    expect(await chunks(['note'], days)).toBeGreaterThan(await chunks(['id'], days));
  });

  it('leaves out partitions that the statement rules out', async () => {
    const sql = "SELECT max(note) FROM bronze.t WHERE business_date >= '2026-01-02'";

    expect(await scanned(sql)).toBe(await chunks(['note'], ['2026-01-02']));
  });

  it('counts every naming of a CTE', async () => {
    const once = await scanned('SELECT max(note) FROM bronze.t');
    const twice = await scanned(
      'WITH a AS (SELECT note FROM bronze.t) SELECT max(a.note) FROM a JOIN a AS b ON a.note = b.note',
    );

    expect(twice).toBe(2 * once);
  });

  it('takes no pinned path for a partition', async () => {
    const pinned = `SELECT max(note) FROM bronze.t
      WHERE "$path" IN (SELECT path FROM ops.run_inputs WHERE run = 'R1' AND dataset = 't')`;
    const plain = 'SELECT max(note) FROM bronze.t';
    const list = "SELECT max(path), max(dataset) FROM ops.run_inputs WHERE run = 'R1'";

    expect(await scanned(pinned)).toBe((await scanned(plain)) + (await scanned(list)));
  });

  it('bills footers with nothing', async () => {
    expect(await scanned('SELECT count(*) FROM bronze.t')).toBe(0);
  });

  it('bills what a new table reads, and what a cancelled query would have read', async () => {
    const create = `CREATE TABLE silver.copy WITH (format = 'PARQUET', external_location = 's3://lake/silver/copy/')
      AS SELECT id FROM bronze.t`;
    const bytes = await scanned('SELECT max(id) FROM bronze.t');

    expect(await scanned(create)).toBe(bytes);
    await expect(
      lake.engine.query('SELECT max(id) FROM bronze.t', { maxBytes: bytes - 1 }),
    ).rejects.toThrow('BYTES_SCANNED_LIMIT');
    await lake.engine.query('SELECT max(id) FROM bronze.t', { maxBytes: bytes });
  });
});
