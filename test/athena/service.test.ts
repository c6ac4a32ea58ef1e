import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { remove, startRuntime } from './runtime';
import type { SmallRuntime } from './runtime';

let runtime: SmallRuntime;
beforeAll(async () => {
  runtime = await startRuntime();
});
afterAll(async () => {
  await runtime.stop();
  remove(runtime.dataDir);
});

const token = (name: string): string => name.padEnd(32, '-');
const get = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (Object(inner) === inner ? Reflect.get(Object(inner), key) : undefined),
    value,
  );

async function start(input: JsonObject): Promise<string> {
  const answer = await runtime.athena('StartQueryExecution', { WorkGroup: 'pipeline', ...input });
  return get(answer, 'QueryExecutionId') as string;
}
async function finish(id: string): Promise<JsonObject> {
  for (;;) {
    const answer = await runtime.athena('GetQueryExecution', { QueryExecutionId: id });
    if (get(answer, 'QueryExecution', 'Status', 'CompletionDateTime') !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const run = async (sql: string, input: JsonObject = {}): Promise<JsonObject> =>
  finish(await start({ QueryString: sql, ...input }));
const state = (answer: JsonObject): unknown => get(answer, 'QueryExecution', 'Status', 'State');
const reason = (answer: JsonObject): unknown =>
  get(answer, 'QueryExecution', 'Status', 'StateChangeReason');
const results = (answer: JsonObject, input: JsonObject = {}): Promise<JsonObject> =>
  runtime.athena('GetQueryResults', {
    QueryExecutionId: String(get(answer, 'QueryExecution', 'QueryExecutionId')),
    ...input,
  });
const cells = (page: JsonObject): unknown =>
  (get(page, 'ResultSet', 'Rows') as readonly unknown[]).map((row) =>
    (get(row, 'Data') as readonly unknown[]).map((cell) => get(cell, 'VarCharValue')),
  );

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
    const csv = await runtime.objects.get('results', place.slice('s3://results/'.length));
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
    await runtime.athena('StopQueryExecution', { QueryExecutionId: id });

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

    const shown = await runtime.glue('GetTable', { DatabaseName: 'bronze', Name: 'events' });
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

describe('a CTAS', () => {
  const ctas = (name: string): string =>
    `CREATE TABLE staging.${name} WITH (format = 'PARQUET', external_location = 's3://lake/silver/${name}/run=1/', partitioned_by = ARRAY['day']) AS SELECT 'a' AS id, '2026-01-01' AS day`;

  test('notes its objects, lists them in the manifest, registers the table', async () => {
    const answer = await run(ctas('made'));

    expect(state(answer)).toBe('SUCCEEDED');
    const manifest = String(get(answer, 'QueryExecution', 'Statistics', 'DataManifestLocation'));
    const lines = await runtime.objects.get('results', manifest.slice('s3://results/'.length));
    const [uri = ''] = lines.toString().split('\n');
    expect(uri).toMatch(/^s3:\/\/lake\/silver\/made\/run=1\/day=2026-01-01\//);
    expect(runtime.written).toContain(uri.slice('s3://'.length));
    const { Table } = await runtime.glue('GetTable', { DatabaseName: 'staging', Name: 'made' });
    expect(get(Table, 'StorageDescriptor', 'Columns')).toEqual([{ Name: 'id', Type: 'string' }]);
    const { Partitions } = await runtime.glue('GetPartitions', {
      DatabaseName: 'staging',
      TableName: 'made',
    });
    expect(get(Partitions, 0, 'StorageDescriptor', 'Location')).toBe(
      's3://lake/silver/made/run=1/day=2026-01-01/',
    );
  });

  test('may not choose its place in a workgroup that enforces its own', async () => {
    const answer = await run(ctas('forced'), { WorkGroup: 'analysts' });

    expect(reason(answer)).toContain('INVALID_TABLE_PROPERTY: external_location cannot be used');
  });
});

describe('the token', () => {
  test('answers the same execution, even a failed one', async () => {
    const call = { QueryString: 'SELECT broken', ClientRequestToken: token('same') };
    const first = await start(call);
    await finish(first);

    expect(await start(call)).toBe(first);
  });

  test('refuses other parameters and short tokens', async () => {
    await start({ QueryString: 'SELECT 1', ClientRequestToken: token('other') });

    await expect(
      start({ QueryString: 'SELECT 2', ClientRequestToken: token('other') }),
    ).rejects.toMatchObject({ code: 'InvalidRequestException' });
    await expect(
      start({ QueryString: 'SELECT 2', ClientRequestToken: 'short' }),
    ).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  test('is known after a restart, and so are results', async () => {
    const call = { QueryString: 'SELECT 7 AS x', ClientRequestToken: token('kept') };
    const id = await start(call);
    await finish(id);
    await runtime.stop();
    runtime = await startRuntime(runtime.dataDir);

    expect(await start(call)).toBe(id);
    expect(cells(await runtime.athena('GetQueryResults', { QueryExecutionId: id }))).toEqual([
      ['x'],
      ['7'],
    ]);
  });
});

test('executions that a kill cut off have failed after the next start', async () => {
  const folder = `${runtime.dataDir}-killed`;
  mkdirSync(join(folder, 'athena'), { recursive: true });
  const execution = {
    ...{ id: 'killed', token: token('k'), request: '', sql: 'SELECT 1', parameters: [] },
    ...{ workgroup: 'pipeline', place: 's3://results/', state: 'RUNNING', submittedAt: 1 },
  };
  writeFileSync(
    join(folder, 'athena/executions.ndjson'),
    `${JSON.stringify(execution)}\n{"id":"cut`,
  );

  const next = await startRuntime(folder);
  const answer = await next.athena('GetQueryExecution', { QueryExecutionId: 'killed' });
  await next.stop();
  remove(folder);

  expect(state(answer)).toBe('FAILED');
});

test.each([
  ['an unknown workgroup', { QueryString: 'SELECT 1', WorkGroup: 'nobody' }],
  ['a member that is not served', { QueryString: 'SELECT 1', ResultReuseConfiguration: {} }],
  ['a statement that is too long', { QueryString: 'x'.repeat(262_145) }],
])('refuses %s', async (_what, input) => {
  await expect(start(input)).rejects.toMatchObject({ code: 'InvalidRequestException' });
});

test('a query over more than the workgroup’s limit is cancelled', async () => {
  const big = join(runtime.dataDir, 's3/lake/bronze/events/day=2026-01-01');
  mkdirSync(big, { recursive: true });
  const ids = Array.from({ length: 11 }, (_, at) => String(at).repeat(1_000_000));
  const columnData = [{ name: 'id', type: 'STRING' as const, data: ids }];
  writeFileSync(
    join(big, 'x'),
    new Uint8Array(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' })),
  );
  await runtime.glue('BatchCreatePartition', {
    DatabaseName: 'bronze',
    TableName: 'events',
    PartitionInputList: [
      {
        Values: ['2026-01-01'],
        StorageDescriptor: { Location: 's3://lake/bronze/events/day=2026-01-01/' },
      },
    ],
  });

  const answer = await run('SELECT * FROM bronze.events');

  expect(state(answer)).toBe('CANCELLED');
  expect(reason(answer)).toBe('Bytes scanned limit was exceeded');
});
