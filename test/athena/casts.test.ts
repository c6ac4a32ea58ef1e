import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../local/athena/engine';
import type { Engine } from '../../local/athena/engine';
import { givenTables } from '../../local/athena/given-tables';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ resolveLocation: (uri) => uri, tables: givenTables() });
});
afterAll(() => engine.close());

const cast = async (value: string, type: string): Promise<string | null> =>
  (await engine.query(`SELECT CAST(${value} AS ${type})`)).rows[0]?.[0] ?? null;

test.each([
  ['1e0', '1.0E0'],
  ['CAST(0.1 AS real)', '1.0E-1'],
  ['infinity()', 'Infinity'],
  ['-infinity()', '-Infinity'],
  ['nan()', 'NaN'],
  ['12', '12'],
  ['CAST(1.5 AS decimal(18,4))', '1.5000'],
  ['true', 'true'],
  ["DATE '2026-01-02'", '2026-01-02'],
  ["TIMESTAMP '2026-01-02 03:04:05'", '2026-01-02 03:04:05.000'],
  ["TIMESTAMP '2026-01-02 03:04:05.5'", '2026-01-02 03:04:05.500'],
  ["TIMESTAMP '2026-01-02 03:04:05.25'", '2026-01-02 03:04:05.250'],
  ["TIMESTAMP '2026-01-02 03:04:05.125'", '2026-01-02 03:04:05.125'],
  [
    "date_add('hour', 1, from_iso8601_timestamp('2026-01-02T02:04:05.5Z'))",
    '2026-01-02 03:04:05.500 UTC',
  ],
  ["CASE WHEN 1 = 1 THEN 'n ' || CAST(1e1 AS varchar) ELSE '' END", 'n 1.0E1'],
  ['CASE WHEN 1 = 1 THEN 1e1 ELSE 2e1 END', '1.0E1'],
  ['CAST(NULL AS double)', null],
])('%s is written as %s', async (value, text) => {
  expect(await cast(value, 'varchar')).toBe(text);
});

test.each([
  ["'12'", '12'],
  ["' 7'", '7'],
  ['12.5', '13'],
  ['-12.5e0', '-13'],
  ['CAST(NULL AS varchar)', null],
])('%s is the whole number %s', async (value, whole) => {
  expect(await cast(value, 'bigint')).toBe(whole);
});

test.each(["'12.0'", "'1e3'", "'1_000'", "'0x1f'"])('%s is no whole number', async (value) => {
  await expect(cast(value, 'bigint')).rejects.toThrow('Cannot cast value to a whole number');
  const tried = await engine.query(`SELECT TRY_CAST(${value} AS bigint)`);
  expect(tried.rows).toEqual([[null]]);
});

test('a text in another form is no timestamp', async () => {
  expect(await cast("'2026-01-02 03:04:05'", 'timestamp')).toBe('2026-01-02 03:04:05.000');
  await expect(cast("'2026-01-02T03:04:05Z'", 'timestamp')).rejects.toThrow(
    'Value cannot be cast to timestamp',
  );
});
