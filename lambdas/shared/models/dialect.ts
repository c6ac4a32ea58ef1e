/**
 * Where the laptop's Athena engine does not answer as Trino does. `docs/dialect.md` is generated from this list, the
 * tests hold the engine to it over 251 expressions with real values, and a model that uses an entry fails the lint.
 */
export interface DialectGap {
  readonly title: string;
  readonly laptop: string;
  readonly instead: string;
  /** Of test/fixtures/athena/expressions-476.txt: those that differ. */
  readonly expressions: readonly string[];
}

export const DIALECT_GAPS: readonly DialectGap[] = [
  {
    title: 'Division of decimals',
    laptop: 'a double; Trino keeps a decimal of the larger scale, rounded half up',
    instead: '`CAST(a AS double) / NULLIF(b, 0)`, with `CAST(round(…) AS decimal(p,s))` around it',
    expressions: [
      '7/2.0',
      '1/3.0',
      '10.0/4',
      'CAST(1 AS decimal(18,2))/CAST(3 AS decimal(18,2))',
      'CAST(2 AS decimal(18,2))/CAST(3 AS decimal(18,4))',
      'CAST(1 AS decimal(38,10))/CAST(3 AS decimal(38,10))',
      'CAST(10 AS decimal(18,2))/3',
      '3/CAST(10 AS decimal(18,2))',
      'CAST(10 AS decimal(18,2))/CAST(3 AS bigint)',
      'CAST(-1 AS decimal(18,2))/CAST(8 AS decimal(18,2))',
      'CAST(1 AS decimal(18,2))/CAST(8 AS decimal(18,2))',
    ],
  },
  {
    title: 'Division of a double by 0',
    laptop: 'DIVISION_BY_ZERO or NULL, by the type of the divisor; Trino answers Infinity',
    instead: '`CAST(a AS double) / NULLIF(b, 0)`',
    expressions: ['1e0/0'],
  },
  {
    title: 'avg of decimals',
    laptop: 'a double; Trino rounds to the scale of the input',
    instead: '`avg(CAST(x AS double))`',
    expressions: [
      '(SELECT avg(x) FROM (VALUES CAST(1 AS decimal(18,2)), CAST(2 AS decimal(18,2)), CAST(2 AS decimal(18,2))) t(x))',
      '(SELECT avg(x) FROM (VALUES 1.5, 2.25) t(x))',
      '(SELECT avg(x) FROM (VALUES CAST(0.01 AS decimal(18,2)), CAST(0.02 AS decimal(18,2))) t(x))',
      '(SELECT avg(x) FROM (VALUES CAST(-0.01 AS decimal(18,2)), CAST(-0.02 AS decimal(18,2))) t(x))',
    ],
  },
  {
    title: 'round(decimal, n) and truncate',
    laptop: 'another scale or precision; Trino keeps that of the input',
    instead: '`CAST(round(x, n) AS decimal(p,s))`; `floor` for positive numbers',
    expressions: ['round(2.345,2)', 'truncate(2.9)'],
  },
  {
    title: 'Approximate aggregates',
    laptop:
      'approx_percentile is exact by rank, sorted[floor(p·n)+1], and keeps the type; Trino is so for small groups only, and answers real for decimals. The others are absent',
    instead: 'sorted[floor(p·n)+1] by row_number(); `count(DISTINCT x)`',
    expressions: [
      "(SELECT approx_percentile(x, 0.5) FROM (VALUES DECIMAL '1.00', DECIMAL '2.00') t(x))",
      '(SELECT approx_distinct(n) FROM UNNEST(sequence(1,10000)) t(n))',
      "(SELECT approx_most_frequent(2, x, 10) FROM (VALUES 'a','a','b') t(x))",
    ],
  },
  {
    title: 'The zone of an instant',
    laptop:
      'an instant is kept in UTC and forgets the zone that it was written in; AT TIME ZONE answers the local clock',
    instead:
      '`CAST(from_iso8601_timestamp(x) AS timestamp(3))` and `CAST(x AT TIME ZONE z AS timestamp(3))`, which agree',
    expressions: [
      "format_datetime(from_iso8601_timestamp('2026-01-01T00:30:00+02:00'),'yyyy-MM-dd HH:mm:ss Z')",
      "to_iso8601(from_iso8601_timestamp('2026-01-01T00:30:00+02:00'))",
      "to_iso8601(TIMESTAMP '2026-01-01 00:00:00')",
      "TIMESTAMP '2026-01-05 12:00:00' AT TIME ZONE 'America/New_York'",
    ],
  },
  {
    title: 'Date minus date',
    laptop: 'a number of days; Trino answers an interval',
    instead: "`date_diff('day', a, b)`",
    expressions: ["DATE '2026-01-02' - DATE '2026-01-01'"],
  },
  {
    title: 'Look-around in patterns',
    laptop: 'refused: the engine is RE2',
    instead: 'a pattern without `(?=`, `(?!`, `(?<`',
    expressions: ["regexp_like('abc','(?=a)abc')"],
  },
  {
    title: 'typeof',
    laptop: 'absent: types of the laptop have other names',
    instead: 'an explicit CAST: the type is then known',
    expressions: [
      "typeof(year(DATE '2026-01-01'))",
      "typeof(date_trunc('month', DATE '2026-01-31'))",
      "typeof(date_trunc('day', TIMESTAMP '2026-01-31 10:00:00.123'))",
      "typeof(date_trunc('day', from_iso8601_timestamp('2026-01-01T00:30:00Z')))",
      "typeof(from_iso8601_timestamp('2026-01-01T00:30:00Z'))",
      "typeof(from_iso8601_timestamp_nanos('2026-01-01T00:30:00.123456Z'))",
      'typeof(now())',
      'typeof(current_timestamp)',
      'typeof(localtimestamp)',
      "typeof(DECIMAL '10.50')",
      'typeof(10.50)',
      'typeof(1e0)',
      "typeof('abc')",
      "typeof(TIMESTAMP '2026-01-01 00:00:00')",
      "typeof(DATE '2026-01-01' - DATE '2025-01-01')",
      'typeof(CAST(1 AS decimal(18,2))*CAST(1 AS decimal(18,2)))',
      'typeof(CAST(1 AS decimal(18,2))+1)',
      'typeof(CAST(1 AS decimal(18,2))*1e0)',
      "typeof(length('a'))",
      'typeof(cardinality(ARRAY[1]))',
      'typeof(row_number() OVER ())',
      'typeof(coalesce(NULL, 1))',
      'typeof(if(true, 1, 2.5))',
      'typeof(count(*))',
      'typeof(1/2.0e0)',
      "typeof(substr('abc',1,2))",
      'typeof(to_unixtime(now()))',
    ],
  },
  {
    title: "JSON with SQL's own paths",
    laptop: 'absent',
    instead: '`json_extract`, `json_extract_scalar`; `CAST(MAP(…) AS json)`',
    expressions: [
      "json_query('{\"a\":[1]}','lax $.a')",
      "json_value('{\"a\":1}','lax $.a')",
      "json_exists('{\"a\":1}','lax $.a')",
      "json_object('a' : 1)",
    ],
  },
  {
    title: 'Rare functions',
    laptop: 'absent',
    instead: 'nothing: they have no place in a model',
    expressions: [
      "xxhash64(to_utf8('a'))",
      "format('%05d', 7)",
      "word_stem('running')",
      'human_readable_seconds(3661)',
      "parse_duration('2m')",
      "(SELECT checksum(x) FROM (VALUES 'b','a') t(x))",
    ],
  },
];
