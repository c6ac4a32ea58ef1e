import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { remove, startRuntime } from '../athena/runtime';
import type { SmallRuntime } from '../athena/runtime';

let runtime: SmallRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  await runtime.stop();
  remove(runtime.dataDir);
});

const restart = async (): Promise<void> => {
  await runtime.stop();
  runtime = await startRuntime(runtime.dataDir);
};
const table = { DatabaseName: 'bronze', Name: 'events' };
const partitions = { DatabaseName: 'bronze', TableName: 'events' };
const partition = (day: string): JsonObject => ({
  Values: [day],
  StorageDescriptor: { Location: `s3://lake/bronze/events/day=${day}/` },
});
const days = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
const create = (list: readonly string[]): Promise<JsonObject> =>
  runtime.glue('BatchCreatePartition', { ...partitions, PartitionInputList: list.map(partition) });

describe('tables', () => {
  const input = { DatabaseName: 'staging', TableInput: { Name: 't', Parameters: { a: '1' } } };

  test('come from the template, with version "0"', async () => {
    const { Table } = await runtime.glue('GetTable', table);

    expect(Table).toMatchObject({ ...table, VersionId: '0', CatalogId: '000000000000' });
  });

  test('are made, changed and deleted; versions count up', async () => {
    await runtime.glue('CreateTable', input);
    await runtime.glue('UpdateTable', { ...input, VersionId: '0' });
    await runtime.glue('UpdateTable', input);

    const name = { DatabaseName: 'staging', Name: 't' };
    expect(await runtime.glue('GetTable', name)).toMatchObject({ Table: { VersionId: '2' } });
    await runtime.glue('DeleteTable', name);
    await expect(runtime.glue('GetTable', name)).rejects.toMatchObject({
      code: 'EntityNotFoundException',
    });
  });

  test('refuse a stale version and keep what they were', async () => {
    await runtime.glue('CreateTable', input);
    await runtime.glue('UpdateTable', { ...input, VersionId: '0' });
    const stale = { DatabaseName: 'staging', TableInput: { Name: 't' }, VersionId: '0' };

    await expect(runtime.glue('UpdateTable', stale)).rejects.toMatchObject({
      code: 'ConcurrentModificationException',
    });
    const kept = await runtime.glue('GetTable', { DatabaseName: 'staging', Name: 't' });
    expect(kept).toMatchObject({ Table: { VersionId: '1', Parameters: { a: '1' } } });
  });

  test('are replaced whole: what an update does not say is gone', async () => {
    await runtime.glue('CreateTable', input);
    await runtime.glue('UpdateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });

    const { Table } = await runtime.glue('GetTable', { DatabaseName: 'staging', Name: 't' });
    expect(Table).not.toHaveProperty('Parameters');
  });

  test.each([
    ['CreateTable', input, 'AlreadyExistsException'],
    ['CreateTable', { ...input, DatabaseName: 'nowhere' }, 'EntityNotFoundException'],
    ['UpdateTable', { ...input, TableInput: { Name: 'other' } }, 'EntityNotFoundException'],
    [
      'UpdateTable',
      { ...input, TableInput: { Name: 't', CreateTime: 1 } },
      'InvalidInputException',
    ],
    ['DeleteTable', { DatabaseName: 'staging', Name: 'other' }, 'EntityNotFoundException'],
    ['GetDatabase', { Name: 'nowhere' }, 'EntityNotFoundException'],
  ])('%s of what cannot be is refused', async (call, given, code) => {
    await runtime.glue('CreateTable', input);

    await expect(runtime.glue(call, given)).rejects.toMatchObject({ code });
  });

  test('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await runtime.glue('CreateTable', { DatabaseName: 'staging', TableInput: { Name: name } });
    }
    const first = await runtime.glue('GetTables', { DatabaseName: 'staging', MaxResults: 2 });
    const second = await runtime.glue('GetTables', {
      ...{ DatabaseName: 'staging', MaxResults: 2 },
      NextToken: first['NextToken'],
    });

    expect(first['TableList']).toMatchObject([{ Name: 'a' }, { Name: 'b' }]);
    expect(second['TableList']).toMatchObject([{ Name: 'c' }]);
    expect(second).not.toHaveProperty('NextToken');
    const { DatabaseList } = await runtime.glue('GetDatabases', {});
    expect(DatabaseList).toMatchObject([{ Name: 'bronze' }, { Name: 'gold' }, { Name: 'staging' }]);
  });
});

describe('partitions', () => {
  test('are made once: the second time is an error of its entry, the others go on', async () => {
    expect(await create(['2026-01-01'])).toEqual({ Errors: [] });

    const again = await create(['2026-01-01', '2026-01-02', '2026-01-02']);

    expect(again).toMatchObject({
      Errors: [
        { PartitionValues: ['2026-01-01'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
        { PartitionValues: ['2026-01-02'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
      ],
    });
    const { Partitions } = await runtime.glue('GetPartitions', partitions);
    expect(Partitions).toHaveLength(2);
  });

  test('are moved and removed, entry by entry', async () => {
    await create(['2026-01-01', '2026-01-02']);
    const moved = { Values: ['2026-01-01'], StorageDescriptor: { Location: 's3://lake/other/' } };
    const update = await runtime.glue('BatchUpdatePartition', {
      ...partitions,
      Entries: [
        { PartitionValueList: ['2026-01-01'], PartitionInput: moved },
        { PartitionValueList: ['2027-01-01'], PartitionInput: partition('2027-01-01') },
      ],
    });
    const drop = await runtime.glue('BatchDeletePartition', {
      ...partitions,
      PartitionsToDelete: [{ Values: ['2026-01-02'] }, { Values: ['2028-01-01'] }],
    });

    expect(update).toMatchObject({
      Errors: [
        {
          PartitionValueList: ['2027-01-01'],
          ErrorDetail: { ErrorCode: 'EntityNotFoundException' },
        },
      ],
    });
    expect(drop).toMatchObject({
      Errors: [
        { PartitionValues: ['2028-01-01'], ErrorDetail: { ErrorCode: 'EntityNotFoundException' } },
      ],
    });
    const { Partition } = await runtime.glue('GetPartition', {
      ...partitions,
      PartitionValues: ['2026-01-01'],
    });
    expect(Partition).toMatchObject({ StorageDescriptor: { Location: 's3://lake/other/' } });
    await expect(
      runtime.glue('GetPartition', { ...partitions, PartitionValues: ['2026-01-02'] }),
    ).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  test('with another number of values than keys are errors of their entry', async () => {
    const answer = await runtime.glue('BatchCreatePartition', {
      ...partitions,
      PartitionInputList: [{ Values: ['a', 'b'] }, partition('2026-01-01')],
    });

    expect(answer).toMatchObject({
      Errors: [{ ErrorDetail: { ErrorCode: 'InvalidInputException' } }],
    });
  });

  test('come in pages, in order', async () => {
    await create(days(100));
    await create(days(150).slice(100));
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const page: JsonObject = await runtime.glue('GetPartitions', {
        ...partitions,
        MaxResults: 60,
        ...(token !== undefined && { NextToken: token }),
      });
      seen.push(...(page['Partitions'] as readonly JsonObject[]).map(({ Values }) => Values));
      token = page['NextToken'] as string | undefined;
    } while (token !== undefined);

    expect(seen).toEqual(days(150).map((day) => [day]));
  });

  test.each([
    ['BatchCreatePartition', { PartitionInputList: days(101).map(partition) }],
    ['BatchDeletePartition', { PartitionsToDelete: days(26).map((day) => ({ Values: [day] })) }],
    ['GetPartitions', { Expression: "day > '2026'" }],
  ])('%s refuses what Glue or the laptop does not do', async (call, given) => {
    await expect(runtime.glue(call, { ...partitions, ...given })).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
  });
});

describe('the catalogue on disk', () => {
  const log = (): string => join(runtime.dataDir, 'glue/catalog.ndjson');

  test('keeps tables, versions and partitions over a restart', async () => {
    await runtime.glue('CreateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });
    await runtime.glue('UpdateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });
    await create(['2026-01-01']);
    await restart();

    const kept = await runtime.glue('GetTable', { DatabaseName: 'staging', Name: 't' });
    expect(kept).toMatchObject({ Table: { VersionId: '1' } });
    expect(await runtime.glue('GetPartitions', partitions)).toMatchObject({
      Partitions: [{ Values: ['2026-01-01'] }],
    });
    expect(await runtime.glue('GetTable', table)).toMatchObject({ Table: { VersionId: '0' } });
  });

  test('drops a last line that a kill cut short, and goes on behind it', async () => {
    await create(['2026-01-01']);
    appendFileSync(log(), '{"of":{"database":"bro');
    await restart();
    await create(['2026-01-02']);
    await restart();

    const { Partitions } = await runtime.glue('GetPartitions', partitions);
    expect(Partitions).toHaveLength(2);
  });

  test('grows by what is said, not by what there is', async () => {
    await create(days(100));
    const before = statSync(log()).size;
    await create(['2026-06-01']);

    expect(statSync(log()).size - before).toBeLessThan(500);
  });

  test('is rewritten at a start when most of it is history', async () => {
    for (let at = 0; at < 200; at += 1) {
      await runtime.glue('UpdateTable', { DatabaseName: 'bronze', TableInput: { Name: 'events' } });
    }
    await restart();

    expect(readFileSync(log(), 'utf8').split('\n').length).toBeLessThan(20);
    const { Table } = await runtime.glue('GetTable', table);
    expect(Table).toMatchObject({ VersionId: '201' });
  });
});
