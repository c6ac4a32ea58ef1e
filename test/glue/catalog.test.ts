import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cataloguePerTest, days, partitions, table } from './support';

const { glue, folder, restart, create } = cataloguePerTest();

describe('the catalogue on disk', () => {
  const log = (): string => join(folder(), 'glue/catalog.ndjson');

  test('keeps tables, versions and partitions over a restart', async () => {
    await glue('CreateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });
    await glue('UpdateTable', { DatabaseName: 'staging', TableInput: { Name: 't' } });
    await create(['2026-01-01']);
    await restart();

    const kept = await glue('GetTable', { DatabaseName: 'staging', Name: 't' });
    expect(kept).toMatchObject({ Table: { VersionId: '1' } });
    expect(await glue('GetPartitions', partitions)).toMatchObject({
      Partitions: [{ Values: ['2026-01-01'] }],
    });
    expect(await glue('GetTable', table)).toMatchObject({ Table: { VersionId: '0' } });
  });

  test('drops a last line that a kill cut short, and goes on behind it', async () => {
    await create(['2026-01-01']);
    appendFileSync(log(), '{"of":{"database":"bro');
    await restart();
    await create(['2026-01-02']);
    await restart();

    const { Partitions } = await glue('GetPartitions', partitions);
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
      await glue('UpdateTable', { DatabaseName: 'bronze', TableInput: { Name: 'events' } });
    }
    await restart();

    expect(readFileSync(log(), 'utf8').split('\n').length).toBeLessThan(20);
    const { Table } = await glue('GetTable', table);
    expect(Table).toMatchObject({ VersionId: '201' });
  });
});
