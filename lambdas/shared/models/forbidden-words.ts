/** Words that read a clock, roll dice, change data or mean another dialect. */
export const WORDS: Readonly<Record<string, string>> = {
  CURRENT_DATE: "has no clock: use '${as_of}'",
  CURRENT_TIME: "has no clock: use '${as_of}'",
  CURRENT_TIMESTAMP: "has no clock: use '${as_of}'",
  LOCALTIME: "has no clock: use '${as_of}'",
  LOCALTIMESTAMP: "has no clock: use '${as_of}'",
  QUALIFY: 'is not Trino: filter row_number() in an outer SELECT',
  EXCLUDE: 'is not Trino: list the columns',
  LIMIT: 'makes the answer depend on the order of rows: filter by row_number()',
  OFFSET: 'makes the answer depend on the order of rows: filter by row_number()',
  FETCH: 'makes the answer depend on the order of rows: filter by row_number()',
  TABLESAMPLE: 'makes the answer a matter of chance',
  ILIKE: 'is not Trino: compare lower(x)',
};
export const CALLS: Readonly<Record<string, string>> = {
  NOW: "has no clock: use '${as_of}'",
  RANDOM: 'makes the answer a matter of chance',
  RAND: 'makes the answer a matter of chance',
  SHUFFLE: 'makes the answer a matter of chance',
  UUID: 'makes the answer a matter of chance',
  APPROX_PERCENTILE: 'is not exact: take sorted[floor(p * n) + 1] by row_number()',
  APPROX_DISTINCT: 'is not exact: count(DISTINCT x)',
  ARBITRARY: 'picks any row: use min, max or max_by',
  ANY_VALUE: 'picks any row: use min, max or max_by',
};
/** Words before a bracket that are syntax, not functions. */
export const SYNTAX = new Set(
  (
    'AS IN OVER FILTER VALUES UNNEST CAST TRY_CAST EXISTS AND OR NOT WHEN THEN ELSE CASE ON USING SELECT FROM ' +
    'WHERE BY HAVING UNION EXCEPT INTERSECT ALL ANY SOME DISTINCT JOIN BETWEEN LIKE IS RETURN DECIMAL ' +
    'VARCHAR CHAR TIMESTAMP TIME ARRAY MAP SETS CUBE ROLLUP ORDINALITY LATERAL WITH END PARTITION ORDER GROUP'
  ).split(' '),
);
export const DATABASES = new Set(
  'BRONZE SILVER SILVER_RESTRICTED GOLD OPS STAGING AWSDATACATALOG'.split(' '),
);
export const ORDERED = new Set(
  'ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD FIRST_VALUE LAST_VALUE'.split(' '),
);
