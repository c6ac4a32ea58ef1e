import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { remove, startRuntime, type SmallRuntime } from '../athena/runtime';
import { writeParquet } from './parquet';

let runtime: SmallRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  await runtime.stop();
  remove(runtime.dataDir);
});

const PLACE = { WorkgroupName: 'warehouse', Database: 'sluice' };
const EXTERNAL =
  "CREATE EXTERNAL SCHEMA gold FROM DATA CATALOG DATABASE 'gold' IAM_ROLE 'arn:aws:iam::0:role/reader'";
const end = async ({ Id }: JsonObject): Promise<JsonObject> =>
  runtime.warehouse('DescribeStatement', { Id });
const run = async (...Sqls: readonly string[]): Promise<JsonObject> =>
  end(await runtime.warehouse('BatchExecuteStatement', { ...PLACE, Sqls }));
const rows = async (Sql: string): Promise<unknown> => {
  const { Id } = await runtime.warehouse('ExecuteStatement', { ...PLACE, Sql });
  return (await runtime.warehouse('GetStatementResult', { Id })).Records;
};

/** A table of the lake with one partition for each day that is given. */
async function publish(days: Readonly<Record<string, readonly number[]>>): Promise<void> {
  const of = { DatabaseName: 'gold', TableName: 'sales' };
  for (const [day, amounts] of Object.entries(days)) {
    const location = `s3://lake/gold/sales/run=${amounts.length}/day=${day}/`;
    await writeParquet(runtime, `${location}0.parquet`, amounts);
    const input = { Values: [day], StorageDescriptor: { Location: location } };
    const list = { ...of, PartitionInputList: [input] };
    const { Errors } = await runtime.glue('BatchCreatePartition', list);
    if (Array.isArray(Errors) && Errors.length > 0) {
      const entry = { PartitionValueList: [day], PartitionInput: input };
      await runtime.glue('BatchUpdatePartition', { ...of, Entries: [entry] });
    }
  }
}
const withSales = (): Promise<JsonObject> =>
  runtime.glue('CreateTable', {
    DatabaseName: 'gold',
    TableInput: {
      Name: 'sales',
      StorageDescriptor: {
        Columns: [{ Name: 'amount', Type: 'bigint' }],
        Location: 's3://lake/gold/sales/',
      },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
    },
  });

describe("the laptop's warehouse", () => {
  it('reads the lake as the catalogue says when it is asked', async () => {
    await withSales();
    await publish({ '2026-01-01': [1, 2] });
    await run(EXTERNAL);
    const sum = 'SELECT count(*), sum(amount) FROM gold.sales';

    expect(await rows(sum)).toEqual([[{ longValue: 2 }, { stringValue: '3' }]]);
    await publish({ '2026-01-01': [1, 2, 4], '2026-01-02': [8] });
    expect(await rows(sum)).toEqual([[{ longValue: 4 }, { stringValue: '15' }]]);
  });

  it('does all of a batch or nothing, and says why', async () => {
    await run('CREATE SCHEMA mart', 'CREATE TABLE mart.x (n BIGINT)');

    const failed = await run(
      'INSERT INTO mart.x VALUES (1)',
      "SELECT CAST(CASE WHEN (SELECT count(*) FROM mart.x) = 2 THEN '1' ELSE 'rows differ' END AS integer)",
    );

    expect(failed).toMatchObject({
      Status: 'FAILED',
      Error: 'ERROR: invalid input syntax for integer: "rows differ"',
    });
    expect(await rows('SELECT count(*) FROM mart.x')).toEqual([[{ longValue: 0 }]]);
  });

  it('runs a batch once, however often it comes under one token', async () => {
    await run('CREATE SCHEMA mart', 'CREATE TABLE mart.x (n BIGINT)');
    const call = { ...PLACE, Sqls: ['INSERT INTO mart.x VALUES (1)'], ClientToken: 'once' };

    const [first, second] = await Promise.all([
      runtime.warehouse('BatchExecuteStatement', call),
      runtime.warehouse('BatchExecuteStatement', call),
    ]);

    expect(first.Id).toBe(second.Id);
    expect(await rows('SELECT count(*) FROM mart.x')).toEqual([[{ longValue: 1 }]]);
  });

  it('keeps a cancelled statement from running while the one before it goes on', async () => {
    await run('CREATE SCHEMA mart', 'CREATE TABLE mart.x (n BIGINT)');
    const endless = `INSERT INTO mart.x SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b`;
    const [first, second] = await Promise.all(
      [endless, 'INSERT INTO mart.x VALUES (1)'].map((Sql) =>
        runtime.warehouse('ExecuteStatement', { ...PLACE, Sql }),
      ),
    );
    if (first === undefined || second === undefined) throw new Error('both are started');
    const { Id } = second;

    expect([await end(first), await end(second)]).toMatchObject([
      { Status: 'STARTED' },
      { Status: 'SUBMITTED' },
    ]);
    expect(await runtime.warehouse('CancelStatement', { Id })).toEqual({ Status: true });
    expect([await end(first), await end(second)]).toMatchObject([
      { Status: 'STARTED' },
      { Status: 'ABORTED' },
    ]);
    await runtime.warehouse('CancelStatement', { Id: first.Id });
    expect(await rows('SELECT count(*) FROM mart.x')).toEqual([[{ longValue: 0 }]]);
    expect(await end(first)).toMatchObject({ Status: 'ABORTED' });
    expect(await runtime.warehouse('CancelStatement', { Id })).toEqual({ Status: false });
  });

  it('answers values as the Data API does', async () => {
    expect(
      await rows(
        "SELECT 7 / 2, CAST(1.5 AS decimal(18,4)), CAST(2 AS double), true, NULL, DATE '2026-01-05', TIMESTAMP '2026-01-05 10:00:00'",
      ),
    ).toEqual([
      [
        { longValue: 3 },
        { stringValue: '1.5000' },
        { doubleValue: 2 },
        { booleanValue: true },
        { isNull: true },
        { stringValue: '2026-01-05' },
        { stringValue: '2026-01-05 10:00:00.000' },
      ],
    ]);
  });

  it('refuses a text that is longer than its column, as Redshift does', async () => {
    await run('CREATE SCHEMA mart', 'CREATE TABLE mart.x (name VARCHAR(3))');

    expect(await run("INSERT INTO mart.x VALUES ('fünf')")).toMatchObject({ Status: 'FAILED' });
    expect(await run("INSERT INTO mart.x VALUES ('für')")).toMatchObject({ Status: 'FAILED' });
    expect(await run("INSERT INTO mart.x VALUES ('fur')")).toMatchObject({ Status: 'FINISHED' });
  });

  it('keeps its tables over a restart', async () => {
    await run(
      'CREATE SCHEMA mart',
      'CREATE TABLE mart.x (n BIGINT)',
      'INSERT INTO mart.x VALUES (1)',
    );
    await runtime.stop();
    runtime = await startRuntime(runtime.dataDir);

    expect(await rows('SELECT n FROM mart.x')).toEqual([[{ longValue: 1 }]]);
  });

  it('pages a long answer', async () => {
    const Sql = 'SELECT n FROM (SELECT unnest(range(2500)) AS n) ORDER BY n';
    const { Id } = await runtime.warehouse('ExecuteStatement', { ...PLACE, Sql });
    const sizes: unknown[] = [];
    for (let token: JsonObject[string]; ;) {
      const page = await runtime.warehouse('GetStatementResult', {
        Id,
        ...(token !== undefined && { NextToken: token }),
      });
      sizes.push(Array.isArray(page.Records) && page.Records.length);
      token = page.NextToken;
      if (token === undefined) break;
    }

    expect(sizes).toEqual([1000, 1000, 500]);
  });

  it('knows no other workgroup than those of the template', async () => {
    const call = { ...PLACE, WorkgroupName: 'another', Sql: 'SELECT 1' };

    await expect(runtime.warehouse('ExecuteStatement', call)).rejects.toThrow('another');
  });
});
