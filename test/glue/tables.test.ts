import { describe, expect, test } from 'vitest';
import { cataloguePerTest, table } from './support';

const { glue } = cataloguePerTest();

describe('tables', () => {
  const input = { DatabaseName: 'staging', TableInput: { Name: 't', Parameters: { a: '1' } } };

  test('come from the template, with version "0"', async () => {
    const { Table } = await glue('GetTable', table);

    expect(Table).toMatchObject({ ...table, VersionId: '0', CatalogId: '000000000000' });
  });

  test('are made, changed and deleted; versions count up', async () => {
    await glue('CreateTable', input);
    await glue('UpdateTable', { ...input, VersionId: '0' });
    await glue('UpdateTable', input);

    const name = { DatabaseName: 'staging', Name: 't' };
    expect(await glue('GetTable', name)).toMatchObject({ Table: { VersionId: '2' } });
    await glue('DeleteTable', name);
    await expect(glue('GetTable', name)).rejects.toMatchObject({
      code: 'EntityNotFoundException',
    });
  });

  test('refuse a stale version and keep what they were', async () => {
    await glue('CreateTable', input);
    await glue('UpdateTable', { ...input, VersionId: '0' });
    const stale = { DatabaseName: 'staging', TableInput: { Name: 't' }, VersionId: '0' };

    await expect(glue('UpdateTable', stale)).rejects.toMatchObject({
      code: 'ConcurrentModificationException',
    });
    const kept = await glue('GetTable', { DatabaseName: 'staging', Name: 't' });
    expect(kept).toMatchObject({ Table: { VersionId: '1', Parameters: { a: '1' } } });
  });

  test('are replaced whole: what an update does not say is gone', async () => {
    await glue('CreateTable', input);
    await glue('UpdateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });

    const { Table } = await glue('GetTable', { DatabaseName: 'staging', Name: 't' });
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
    await glue('CreateTable', input);

    await expect(glue(call, given)).rejects.toMatchObject({ code });
  });

  test('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await glue('CreateTable', { DatabaseName: 'staging', TableInput: { Name: name } });
    }
    const first = await glue('GetTables', { DatabaseName: 'staging', MaxResults: 2 });
    const second = await glue('GetTables', {
      ...{ DatabaseName: 'staging', MaxResults: 2 },
      NextToken: first['NextToken'],
    });

    expect(first['TableList']).toMatchObject([{ Name: 'a' }, { Name: 'b' }]);
    expect(second['TableList']).toMatchObject([{ Name: 'c' }]);
    expect(second).not.toHaveProperty('NextToken');
    const { DatabaseList } = await glue('GetDatabases', {});
    expect(DatabaseList).toMatchObject([{ Name: 'bronze' }, { Name: 'gold' }, { Name: 'staging' }]);
  });
});
