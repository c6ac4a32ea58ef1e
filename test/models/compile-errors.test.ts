import { describe, expect, it } from 'vitest';
import { file, modelText, problemsOf, SELECT } from './model-text';

const at = (line: number, message: string) => `sql/silver/t.sql:${line} ${message}`;

describe('what the compiler refuses, with file and line', () => {
  it('takes a good model', () => {
    expect(problemsOf(file('silver.t', {}))).toEqual([]);
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

    expect(problemsOf(file('silver.t', { select }))).toEqual([]);
  });
});
