import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../local/athena/engine';
import type { Engine } from '../../local/athena/engine';
import { givenTables } from '../../local/athena/given-tables';

let engine: Engine;
beforeAll(async () => {
  const tables = givenTables();
  engine = await createEngine({ resolveLocation: (uri) => uri, tables });
  const columns = [
    { name: 'a', type: 'string' },
    { name: 'n', type: 'bigint' },
  ];
  await tables.give(engine, 'silver.t', columns, [{ a: 'x', n: 1 }]);
});
afterAll(() => engine.close());

describe('what DuckDB would take and Trino does not', () => {
  test.each([
    ['a cast by ::', "SELECT '1'::int"],
    ['a bare list', 'SELECT [1, 2]'],
    ['a struct in braces', "SELECT {'a': 1}"],
    ['QUALIFY', 'SELECT a FROM silver.t QUALIFY row_number() OVER () = 1'],
    ['EXCLUDE', 'SELECT * EXCLUDE (a) FROM silver.t'],
    ['REPLACE', 'SELECT * REPLACE (1 AS a) FROM silver.t'],
    ['DISTINCT ON', 'SELECT DISTINCT ON (a) a, n FROM silver.t'],
    ['GROUP BY ALL', 'SELECT a, count(*) FROM silver.t GROUP BY ALL'],
    ['ORDER BY ALL', 'SELECT a FROM silver.t ORDER BY ALL'],
    ['ILIKE', "SELECT a FROM silver.t WHERE a ILIKE 'X'"],
    ['LIMIT before OFFSET', 'SELECT a FROM silver.t LIMIT 1 OFFSET 1'],
    ['LIMIT in percent', 'SELECT a FROM silver.t LIMIT 10%'],
    ['FROM first', 'FROM silver.t'],
    ['a file as a table', "SELECT * FROM 'data.csv'"],
    ['a sample', 'SELECT a FROM silver.t USING SAMPLE 10'],
    ['the JSON arrow', "SELECT a ->> 'x' FROM silver.t"],
    ['a power by ^', 'SELECT 2 ^ 3'],
    ['whole division by //', 'SELECT 7 // 2'],
    ['a pattern by ~', "SELECT a ~ 'x' FROM silver.t"],
    ['a parameter by $', 'SELECT $1'],
    ['a computed time zone', "SELECT TIMESTAMP '2026-01-05 12:00:00' AT TIME ZONE a FROM silver.t"],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['an open bracket', 'SELECT (1'],
    ['no statement', ''],
    ['a change', 'DELETE FROM silver.t'],
    ['a setting', "SET memory_limit = '8GB'"],
    ['an attached file', "ATTACH 'x.db'"],
    ['a copy', "COPY silver.t TO 'x.csv'"],
  ])('%s is a SYNTAX_ERROR with its place', async (_what, sql) => {
    await expect(engine.query(sql)).rejects.toThrow(/^SYNTAX_ERROR: line \d+:\d+: /);
  });

  test.each([
    ['read_text', "SELECT read_text('/etc/hosts')"],
    ['getenv', "SELECT getenv('HOME')"],
    ['strftime', "SELECT strftime(current_date, '%Y')"],
    ['list_sort', 'SELECT list_sort(ARRAY[1])'],
  ])('the function %s is not registered', async (name, sql) => {
    await expect(engine.query(sql)).rejects.toThrow(
      `FUNCTION_NOT_FOUND: line 1:8: Function '${name}' not registered`,
    );
  });

  test.each([
    ["SELECT * FROM read_csv('x')", "Table function 'read_csv' not registered"],
    ['SELECT CAST(a AS text) FROM silver.t', 'TYPE_NOT_FOUND: Unknown type: text'],
    ['SELECT CAST(a AS string) FROM silver.t', 'TYPE_NOT_FOUND: Unknown type: string'],
  ])('%s is refused', async (sql, message) => {
    await expect(engine.query(sql)).rejects.toThrow(message);
  });
});

describe('faults are in Athena’s words', () => {
  test.each([
    ['SELECT b FROM silver.t', "COLUMN_NOT_FOUND: Column 'b' cannot be resolved"],
    ['SELECT t.b FROM silver.t', "COLUMN_NOT_FOUND: Column 'b' cannot be resolved"],
    ['SELECT a FROM silver.t AS x, silver.t AS y', "AMBIGUOUS_NAME: Column 'a' is ambiguous"],
    ['SELECT a, count(*) FROM silver.t', "EXPRESSION_NOT_AGGREGATE: 'a' must be an aggregate"],
    [
      'SELECT upper(a, n) FROM silver.t',
      'FUNCTION_NOT_FOUND: Unexpected parameters for function upper',
    ],
    ['SELECT CAST(a AS bigint) FROM silver.t', 'INVALID_CAST_ARGUMENT: Cannot cast value to'],
    ['SELECT n / (n - 1) FROM silver.t', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT CAST(n * 1000 AS tinyint) FROM silver.t', 'INVALID_CAST_ARGUMENT'],
    ['SELECT a FROM silver.t WHERE n IN (SELECT a, n FROM silver.t)', 'TYPE_MISMATCH'],
  ])('%s', async (sql, message) => {
    await expect(engine.query(sql)).rejects.toThrow(message);
  });

  test('and quote no value and no engine', async () => {
    const fault = await engine
      .query("SELECT CAST(concat(a, '-secret') AS bigint) FROM silver.t")
      .catch((error: unknown) => error);

    expect(String(fault)).not.toMatch(/secret|DuckDB|Binder|Conversion|read_parquet|LINE/);
  });
});

describe('what both take', () => {
  test.each([
    ["SELECT count(*) FROM silver.t AS x (p, q) WHERE q = 1 AND p = 'x'", [['1']]],
    ['SELECT "N" AS "Total" FROM silver.t', [['1']]],
    ["SELECT n FROM silver.t WHERE a IS NOT DISTINCT FROM 'x' OFFSET 0 LIMIT 5", [['1']]],
    ['SELECT n FROM silver.t ORDER BY n FETCH FIRST 1 ROW ONLY', [['1']]],
    ['TABLE silver.t', [['x', '1']]],
    ['(SELECT 1) UNION ALL (SELECT 1) ORDER BY 1', [['1'], ['1']]],
    ['VALUES 1, 2', [['1'], ['2']]],
    [
      'SELECT lag(x) IGNORE NULLS OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x',
      [[null], ['1']],
    ],
    ["SELECT k, v FROM UNNEST(MAP(ARRAY['a'], ARRAY[1])) AS t(k, v)", [['a', '1']]],
    [
      'SELECT x, y, o FROM UNNEST(ARRAY[1, 2], ARRAY[3]) WITH ORDINALITY AS t(x, y, o)',
      [
        ['1', '3', '1'],
        ['2', null, '2'],
      ],
    ],
    ['SELECT t.n FROM silver.t CROSS JOIN LATERAL (SELECT t.n + 1 AS m) AS l WHERE m = 2', [['1']]],
    [
      "SELECT extract(year FROM DATE '2026-03-01'), trim(BOTH 'x' FROM 'xax'), position('b' IN 'abc')",
      [['2026', 'a', '2']],
    ],
    [
      "SELECT CASE WHEN n > 0 THEN CASE n WHEN 1 THEN 'one' END ELSE NULL END FROM silver.t",
      [['one']],
    ],
    [
      'WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 3) SELECT max(i) FROM r',
      [['3']],
    ],
    [
      "SELECT sum(n) FILTER (WHERE a = 'x') OVER (PARTITION BY a ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM silver.t",
      [['1']],
    ],
    [
      'SELECT grouping(a), count(*) FROM silver.t GROUP BY GROUPING SETS ((a), ()) ORDER BY 1',
      [
        ['0', '1'],
        ['1', '1'],
      ],
    ],
    ["SELECT 1 -- a comment with ; and 'quotes'\n, /* another */ 2", [['1', '2']]],
  ])('%s', async (sql, rows) => {
    expect((await engine.query(sql)).rows).toEqual(rows);
  });
});
