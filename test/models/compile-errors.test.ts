import { describe, expect, it } from 'vitest';
import { file, modelText, problemsOf, SELECT, type Parts } from './model-text';

const at = (line: number, message: string) => `sql/silver/t.sql:${line} ${message}`;
const problems = (parts: Parts) => problemsOf(file('silver.t', parts));

describe('what the compiler refuses, with file and line', () => {
  it('takes a good model', () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Parts, string]>([
    ['a missing title', { header: { title: undefined } }, ':1 field title is missing'],
    ['a missing grain', { header: { grain: undefined } }, 'field grain is missing'],
    ['a missing domain', { header: { domain: undefined } }, 'field domain is missing'],
    ['an unknown domain', { header: { domain: 'toys' } }, ':5 domain is toys: choose banking'],
    ['a missing key', { header: { key: undefined } }, 'key must list at least one column'],
    ['a key that is no list', { header: { key: 'id' } }, ':4 key must be a list'],
    [
      'a key without such a column',
      { header: { key: '[ida]' } },
      ':4 key names undeclared column ida',
    ],
    [
      'a misspelt field',
      { more: ['refesh: run'] },
      ':12 unknown field refesh: known here are title',
    ],
    ['a broken YAML', { more: ['x: [1'] }, 'header is not YAML'],
    ['a missing slice', { header: { slice: undefined } }, 'field slice is missing'],
    [
      'a slice without unit',
      { header: { slice: '{column: business_date}' } },
      ':6 field slice.by is missing',
    ],
    [
      'an unknown unit',
      { header: { slice: '{by: year, column: business_date}' } },
      ':6 slice.by is year: choose day, week',
    ],
    [
      'a slice without column',
      { header: { slice: '{by: day}' } },
      ':6 field slice.column is missing',
    ],
    [
      'a lookback that is no number',
      { header: { slice: '{by: day, column: business_date, lookback: -1}' } },
      ':6 slice.lookback must be a whole number',
    ],
    [
      'a whole table with a column',
      { header: { slice: '{by: none, column: business_date}' } },
      ':6 a whole table has no slice column',
    ],
    [
      'a whole table with a lookback',
      { header: { slice: '{by: none, lookback: 2}' } },
      ':6 a whole table has no lookback',
    ],
    [
      'depend_by of a sliced table',
      { header: { depend_by: 'business_date' } },
      ':8 only a whole table has depend_by',
    ],
    [
      'an unknown refresh',
      { header: { refresh: 'hourly' } },
      ':7 refresh is hourly: choose run, daily',
    ],
    [
      'a list where a text belongs',
      { header: { title: '[a]' } },
      ':2 title must be a single value',
    ],
    ['a number where a text belongs', { header: { title: '5' } }, ':2 title must be a text'],
    [
      'a type Athena writes otherwise',
      { columns: ['id: {type: text, about: a}', 'business_date: {type: varchar, about: d}'] },
      ':9 column id has type text: choose one of varchar',
    ],
    [
      'a column without meaning',
      { columns: ['id: {type: varchar}', 'business_date: {type: varchar, about: d}'] },
      ':9 field columns.id.about is missing',
    ],
    [
      'a column that is no map',
      { columns: ['id: varchar', 'business_date: {type: varchar, about: d}'] },
      ':9 columns.id must be a map',
    ],
    [
      'a column in capitals',
      { columns: ['ID: {type: varchar, about: a}', 'business_date: {type: varchar, about: d}'] },
      ':9 column ID: write lower case',
    ],
    [
      'the slice column not last',
      {
        columns: [
          'business_date: {type: varchar, about: d}',
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a}",
        ],
      },
      ':8 slice column business_date must be declared last',
    ],
    [
      'a slice column that is no varchar',
      {
        columns: [
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a}",
          'business_date: {type: date, about: d}',
        ],
      },
      ':11 slice column business_date must be varchar',
    ],
    [
      'an undeclared column',
      { select: SELECT.replace('AS amount', 'AS price') },
      ':13 undeclared column price',
    ],
    [
      'a declared column that is not selected',
      { select: 'SELECT transaction_id AS id, business_date FROM ${bronze}.transactions' },
      ':10 column amount is not in the SELECT',
    ],
    [
      'a column without a name',
      { select: SELECT.replace(' AS amount', '') },
      ':13 an output column has no name',
    ],
    [
      'a column twice',
      {
        select: SELECT.replace('transaction_id AS id', 'transaction_id AS id, source_system AS id'),
      },
      ':13 column id stands twice',
    ],
    ['sums of no column', { more: ['sums: [price]'] }, ':12 sums names undeclared column price'],
    [
      'an unknown table',
      { select: SELECT.replace('transactions', 'transaction') },
      ':14 unknown table bronze.transaction: known are bronze.transactions, ',
    ],
    [
      'an unknown model',
      { select: SELECT.replace('${bronze}', '${silver}') },
      ':14 unknown table silver.transactions',
    ],
    [
      'itself',
      { select: SELECT.replace('${bronze}.transactions', '${silver}.t') },
      ':14 silver.t reads itself',
    ],
    [
      'no table',
      { select: "SELECT 'a' AS id, CAST(1 AS decimal(18,4)) AS amount, '' AS business_date" },
      'reads no table',
    ],
    [
      'a leftover placeholder',
      { select: `${SELECT} WHERE business_date > '\${slice_begin}'` },
      ':14 unknown placeholder ${slice_begin}: known are ${bronze}',
    ],
    [
      'a bare leftover placeholder',
      { select: `${SELECT} WHERE \${x} = 1` },
      ':14 unknown placeholder ${x}',
    ],
    [
      'a layer without a table',
      { select: `${SELECT} WHERE \${silver} = 1` },
      ':14 ${silver} names no table',
    ],
    [
      'a reference in a string',
      { select: `${SELECT} WHERE currency = '\${silver}.x'` },
      ':14 reference ${silver} inside a string',
    ],
    [
      'slices of a whole table',
      {
        header: { slice: '{by: none}' },
        select: `${SELECT} WHERE business_date > '\${slice_start}'`,
      },
      ':14 ${slice_start} in a whole table: it has no slices',
    ],
    ['something else than a SELECT', { select: 'INSERT INTO x SELECT 1' }, 'a model is one SELECT'],
    [
      'brackets that do not close',
      { select: SELECT.replace('amount AS decimal(18,4))', 'amount AS decimal(18,4)') },
      ':12 brackets do not close',
    ],
    [
      'an unknown check',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [is_nice]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 unknown check is_nice: choose one of not_null',
    ],
    [
      'a check without its value',
      { more: ['checks: [expression]'] },
      ':12 check expression needs a value',
    ],
    [
      'a bound that is no number',
      {
        columns: [
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a, checks: [{between: [a, b]}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':10 check between has a value that does not fit decimal(18,4)',
    ],
    [
      'one bound',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{between: [a]}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check between needs 2 values',
    ],
    [
      'a reference of two parts',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{references: silver.x}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check references needs <layer>.<table>.<column>',
    ],
    [
      'a reference to no model',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{references: silver.x.id}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 unknown table silver.x',
    ],
    [
      'a pattern of a number',
      {
        columns: [
          "amount: {type: 'decimal(18,4)', about: a, checks: [{pattern: x}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check pattern needs a text',
    ],
    [
      'a freshness of words',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{freshness: soon}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check freshness needs whole days',
    ],
    [
      'a freshness of an amount',
      {
        columns: [
          "amount: {type: 'decimal(18,4)', about: a, checks: [{freshness: 1}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check freshness needs a time column',
    ],
    [
      'an empty set',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{in_set: []}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check in_set needs at least one value',
    ],
    [
      'a drift of words',
      { more: ['checks: [{row_drift: much}]'] },
      ':12 check row_drift needs a share',
    ],
    [
      'a row count upside down',
      { more: ['checks: [{row_count_between: [5, 1]}]'] },
      ':12 check row_count_between needs [least, most]',
    ],
    [
      'an expression that is a list',
      { more: ['checks: [{expression: [1]}]'] },
      ':12 check expression needs a condition',
    ],
    [
      'unique of no column',
      { more: ['checks: [{unique: [x]}]'] },
      ':12 check unique names undeclared column x',
    ],
    [
      'two checks of one name',
      { more: ["checks: [{expression: 'id <> amount', id: a}, {expression: 'id = id', id: a}]"] },
      'check a stands twice',
    ],
    [
      'a clock in a check',
      { more: ["checks: [{expression: 'current_date > x'}]"] },
      ':12 current_date has no clock',
    ],
    [
      'a placeholder in a check',
      { more: ["checks: [{expression: 'id = ${as_of}'}]"] },
      ':12 no placeholder in a check',
    ],
    [
      'a misspelt severity',
      { more: ["checks: [{expression: 'id = id', severity: fatal}]"] },
      ':12 checks[0].severity is fatal',
    ],
    [
      'a reconcile without measures',
      { more: ['reconcile: {about: a, select: "SELECT 1 AS slice FROM ${bronze}.transactions"}'] },
      ':12 a reconcile needs measures',
    ],
    [
      'a reconcile without a slice',
      {
        more: [
          'reconcile: {about: a, select: "SELECT count(*) AS n FROM ${bronze}.transactions", measures: {n: count(*)}}',
        ],
      },
      ':12 reconcile answers no column slice',
    ],
    [
      'a reconcile without its measure',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice FROM ${bronze}.transactions", measures: {n: count(*)}}',
        ],
      },
      ':12 reconcile answers no column n',
    ],
    [
      'a reconcile of an unknown table',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice, count(*) AS n FROM ${gold}.x", measures: {n: count(*)}}',
        ],
      },
      ':12 unknown table gold.x',
    ],
    [
      'a clock in a measure',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice, count(*) AS n FROM ${bronze}.transactions", measures: {n: now()}}',
        ],
      },
      ':12 now() has no clock',
    ],
  ])('%s', (_name, parts, message) => {
    const found = problems(parts);

    expect(found.filter((line) => line.includes(message))).toHaveLength(1);
    expect(found[0]).toMatch(/^sql\/silver\/t\.sql:\d+ /);
  });

  it.each([
    ['current_date', 'WHERE date(business_date) < current_date'],
    ['CURRENT_TIMESTAMP', 'WHERE CURRENT_TIMESTAMP IS NOT NULL'],
    ['localtimestamp', 'WHERE localtimestamp IS NOT NULL'],
    ['now()', 'WHERE now() IS NOT NULL'],
    ['random()', 'WHERE random() > CAST(0 AS double)'],
    ['uuid()', 'WHERE uuid() IS NOT NULL'],
    ['bare /', 'WHERE CAST(amount AS decimal(18,4)) / NULLIF(2, 0) > 1'],
    ['a divisor may be 0', 'WHERE CAST(amount AS double) / _subsequence > 1'],
    ['avg of decimals', 'WHERE (SELECT avg(amount) FROM ${silver}.o) > 1'],
    ['::', 'WHERE amount::double > 1'],
    ['QUALIFY', 'QUALIFY row_number() OVER (ORDER BY amount) = 1'],
    ['LIMIT', 'LIMIT 5'],
    [
      'approx_percentile()',
      'WHERE (SELECT approx_percentile(amount, CAST(1 AS double)) FROM ${silver}.o) > 1',
    ],
    ['any_value()', 'WHERE (SELECT any_value(amount) FROM ${silver}.o) > 1'],
    ['SELECT *', 'WHERE EXISTS (SELECT * FROM ${silver}.o)'],
    ['function strftime() is not on the list', "WHERE strftime(amount, 'x') = ''"],
    ['no DECIMAL', "WHERE amount > DECIMAL '1.5'"],
    ['timestamps from text only', "WHERE event_time > TIMESTAMP '2026-01-01 00:00:00'"],
    ['timestamps from text only', "WHERE event_time > CAST('2026-01-01' AS timestamp(3))"],
    ['CAST AS boolean', 'WHERE CAST(amount AS boolean)'],
    ['needs round() or floor()', 'WHERE CAST(CAST(amount AS double) AS bigint) > 1'],
    ['no look-around', "WHERE regexp_like(currency, '(?=E)EUR')"],
    ['one SELECT, no ;', '; DROP TABLE x'],
    ['quoted names', 'WHERE "$path" IS NOT NULL'],
    ['write ${silver}.x', 'WHERE EXISTS (SELECT id FROM silver.o)'],
    ['write ${ops}.x', 'WHERE EXISTS (SELECT id FROM ops.run_inputs)'],
    ['array_agg needs ORDER BY', 'WHERE (SELECT array_agg(id) FROM ${silver}.o) IS NULL'],
    [
      'row_number needs ORDER BY',
      'WHERE (SELECT max(n) FROM (SELECT row_number() OVER () AS n FROM ${silver}.o)) = 1',
    ],
    ['write ARRAY', 'WHERE contains([1, 2], 1)'],
    ['{ has no meaning', "WHERE {'a': 1} IS NULL"],
    ['ILIKE is not Trino', "WHERE currency ILIKE 'e%'"],
  ])('%s', (message, clause) => {
    const other = file('silver.o');
    const found = problemsOf(other, file('silver.t', { select: `${SELECT}\n${clause}` }));

    expect(found.filter((line) => line.includes(message)).length).toBeGreaterThan(0);
    expect(found.every((line) => line.startsWith('sql/silver/t.sql:15 '))).toBe(true);
  });

  it('names a cycle', () => {
    const reading = (name: string) => ({
      select: SELECT.replace('${bronze}.transactions', `\${silver}.${name}`).replace(
        'transaction_id AS id',
        'id',
      ),
    });

    const found = problemsOf(
      file('silver.a', reading('b')),
      file('silver.b', reading('c')),
      file('silver.c', reading('a')),
    );

    expect(found).toEqual(['sql/silver/a.sql:1 cycle: silver.a → silver.b → silver.c → silver.a']);
  });

  it('reports all faults of all files at once, in order', () => {
    const found = problemsOf(
      file('silver.t', { header: { title: undefined, refresh: 'x' } }),
      file('gold.a', { select: SELECT.replace('transactions', 'x') }),
    );

    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'sql/gold/a.sql:14',
      'sql/silver/t.sql:1',
      'sql/silver/t.sql:6',
    ]);
  });

  it('wants a header and a place', () => {
    expect(problemsOf({ file: 'sql/silver/t.sql', text: 'SELECT 1' })[0]).toBe(
      at(1, 'no header: begin with /* … */, a comment of YAML'),
    );
    expect(problemsOf({ file: 'sql/t.sql', text: modelText({}) })[0]).toMatch(/models live in/);
    expect(problemsOf({ file: 'sql/silver/t.sql', text: '/* just words */\nSELECT 1' })[0]).toBe(
      at(1, 'header is not a YAML map'),
    );
  });

  it('takes what only looks forbidden', () => {
    const select = `WITH now AS (SELECT * FROM \${bronze}.transactions), -- current_date; random()
      counted (n, id) AS (SELECT count(*), 'now() / 0' FROM now)
      SELECT c.id, CAST(floor(CAST(n AS double) / 2) AS decimal(18,4)) AS amount,
        'a;b' AS business_date /* LIMIT 5 */ FROM counted AS c`;

    expect(problems({ select })).toEqual([]);
  });
});
