import { describe, expect, test } from 'vitest';
import { cells, get, reason, servicePerFile, state } from './service-support';

const { finish, results, run, runtime, start } = servicePerFile();

describe('a query', () => {
  test('answers its header, its rows and Athena’s types', async () => {
    const answer = await run(
      `SELECT 'a "b"' AS text, 1 AS n, CAST(1.5 AS decimal(18,4)) AS money, TIMESTAMP '2026-01-02 03:04:05' AS at,
        1e0 AS share, true AS yes, CAST(NULL AS varchar) AS none, 2 + 2`,
    );
    const page = await results(answer);

    expect(state(answer)).toBe('SUCCEEDED');
    expect(cells(page)).toEqual([
      ['text', 'n', 'money', 'at', 'share', 'yes', 'none', '_col7'],
      ['a "b"', '1', '1.5000', '2026-01-02 03:04:05.000', '1.0', 'true', undefined, '4'],
    ]);
    const types = get(page, 'ResultSet', 'ResultSetMetadata', 'ColumnInfo') as readonly unknown[];
    expect(types.map((column) => get(column, 'Type'))).toEqual([
      ...['varchar', 'integer', 'decimal', 'timestamp', 'double', 'boolean', 'varchar', 'integer'],
    ]);
    expect(types[2]).toMatchObject({ Precision: 18, Scale: 4 });
  });

  test('leaves a CSV with every value in quotes and NULL empty', async () => {
    const answer = await run(`SELECT 'a "b"' AS x, CAST(NULL AS bigint) AS y, 3 AS z`);
    const place = String(get(answer, 'QueryExecution', 'ResultConfiguration', 'OutputLocation'));

    expect(place).toMatch(/^s3:\/\/results\/queries\/[0-9a-f-]{36}\.csv$/);
    const csv = await runtime().objects.get('results', place.slice('s3://results/'.length));
    expect(csv.toString()).toBe('"x","y","z"\n"a ""b""",,"3"\n');
  });

  test('is paged; the header belongs to the first page', async () => {
    const answer = await run('SELECT n FROM UNNEST(sequence(1, 5)) AS t(n) ORDER BY n');
    const first = await results(answer, { MaxResults: 3 });
    const second = await results(answer, { MaxResults: 3, NextToken: first['NextToken'] });

    expect(cells(first)).toEqual([['n'], ['1'], ['2']]);
    expect(cells(second)).toEqual([['3'], ['4'], ['5']]);
    expect(second['NextToken']).toBeUndefined();
  });

  test('fails in Athena’s words, and its results say so', async () => {
    const answer = await run('SELECT nope FROM (VALUES 1) AS t(x)');

    expect(state(answer)).toBe('FAILED');
    expect(reason(answer)).toBe("COLUMN_NOT_FOUND: Column 'nope' cannot be resolved");
    expect(get(answer, 'QueryExecution', 'Status', 'AthenaError')).toMatchObject({
      ErrorCategory: 2,
      Retryable: false,
    });
    await expect(results(answer)).rejects.toThrow('Final query state: FAILED');
  });

  test('takes its parameters', async () => {
    const answer = await run('SELECT ? AS a, x FROM (VALUES 1, 2) AS t(x) WHERE x > ?', {
      ExecutionParameters: ["'it''s'", '1'],
    });

    expect(cells(await results(answer))).toEqual([
      ['a', 'x'],
      ["it's", '2'],
    ]);
  });

  test('uses the database of its context', async () => {
    const answer = await run('SELECT count(*) AS n FROM events', {
      QueryExecutionContext: { Database: 'bronze' },
    });

    expect(cells(await results(answer))).toEqual([['n'], ['0']]);
  });

  test('is stopped on demand', async () => {
    const id = await start({
      QueryString:
        'SELECT sum(a.n * b.n) FROM UNNEST(sequence(1, 100000)) AS a(n), UNNEST(sequence(1, 1000000)) AS b(n)',
    });
    await runtime().athena('StopQueryExecution', { QueryExecutionId: id });

    expect(state(await finish(id))).toBe('CANCELLED');
  });

  test('shows tables', async () => {
    const answer = await run('SHOW TABLES IN bronze');

    expect(cells(await results(answer))).toEqual([['events']]);
  });
});

describe('DESCRIBE', () => {
  test.each(['DESCRIBE bronze.events', 'desc "bronze"."events";'])('answers %s', async (sql) => {
    const answer = await run(sql);

    const shown = await runtime().glue('GetTable', { DatabaseName: 'bronze', Name: 'events' });
    const columns = ['Columns' as const, 'PartitionKeys' as const].flatMap((part) => {
      const found =
        part === 'Columns'
          ? get(shown, 'Table', 'StorageDescriptor', part)
          : get(shown, 'Table', part);
      return Array.isArray(found) ? found.map((column: unknown) => column) : [];
    });
    expect(columns.length).toBeGreaterThan(0);
    expect(cells(await results(answer))).toEqual(
      columns.map((column) => [get(column, 'Name'), get(column, 'Type')]),
    );
  });

  test('refuses a table that is not there, and more than a name', async () => {
    expect(reason(await run('DESCRIBE bronze.nothing'))).toContain(
      "TABLE_NOT_FOUND: Table 'bronze.nothing' does not exist",
    );
    expect(reason(await run('DESCRIBE FORMATTED bronze.events'))).toContain('SYNTAX_ERROR');
  });
});
