import { describe, expect, it, vi } from 'vitest';
import { repairTable, showTable } from '../../lambdas/shared/catalog/follow';
import { putPartitions, registerPartitions } from '../../lambdas/shared/catalog/partitions';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import { testModel } from './support/models';
import { lakeOf, item, catalogOf } from './publish-support';

const sliced = testModel({ name: 'gold.daily', level: 0, reads: [], make: () => [] });

describe('partitions', () => {
  const days = Array.from({ length: 250 }, (_, n) => `d${String(n).padStart(3, '0')}`);

  it('are written at most 100 at a time, new ones and old ones', async () => {
    const lake = lakeOf();
    const glue = await lake.glue.client();
    const at = (place: string) => days.map((slice) => ({ slice, location: `${place}/${slice}` }));
    await putPartitions(glue, sliced, at('old').slice(0, 120));
    lake.glue.calls = [];

    await putPartitions(glue, sliced, at('new'));

    expect(lake.glue.calls).toEqual([
      'batchCreatePartition 100',
      'batchUpdatePartition 100',
      'batchCreatePartition 100',
      'batchUpdatePartition 20',
      'batchCreatePartition 50',
    ]);
    expect(Object.values(lake.glue.partitionsOf('gold.daily'))).toEqual(
      at('new').map(({ location }) => location),
    );
  });

  it('that Glue did not write are a fault, though the call succeeds', async () => {
    const glue = await lakeOf().glue.client();
    const failing = {
      ...glue,
      batchCreatePartition: async () => ({
        Errors: [
          { PartitionValues: ['d1'], ErrorDetail: { ErrorCode: 'InternalServiceException' } },
        ],
      }),
    };
    const put = putPartitions(failing as unknown as typeof glue, sliced, [
      { slice: 'd1', location: 'x' },
    ]);

    await expect(put).rejects.toThrow('1 partitions were not written: d1 InternalServiceException');
  });

  it('of a table that is not deployed whole are refused', async () => {
    const lake = lakeOf();
    const glue = await lake.glue.client();
    const table = { database: 'ops', table: 'check_results' } as const;
    lake.glue.tables.set('ops.check_results', { Name: 'check_results' });

    await expect(registerPartitions(glue, table, ['2026-01-02'])).rejects.toThrow(
      'ops.check_results has no location or no partition',
    );
    expect(lake.glue.calls).toEqual([]);
  });

  it('are repaired from the ledger: moved, made, dropped', async () => {
    const lake = lakeOf();
    const glue = await lake.glue.client();
    const slices = lake.ledger.slices;
    for (const day of days.slice(0, 4)) await publishSlice(slices, item('gold.daily', day));
    await publishSlice(slices, item('gold.daily', 'd004', { rows: 0 }));
    const wrong = ['d000', 'd001', 'd004', 'd777'].map((slice) => ({ slice, location: 'wrong' }));
    await putPartitions(glue, sliced, [...wrong, { slice: 'd003', location: 's3://lake/d003/' }]);

    await repairTable(catalogOf(lake), sliced);

    expect(lake.glue.partitionsOf('gold.daily')).toEqual(
      Object.fromEntries(days.slice(0, 4).map((day) => [day, `s3://lake/${day}/`])),
    );
  });

  it('are none of a sliced table that was never published: it is there, and empty', async () => {
    const lake = lakeOf();
    await repairTable(catalogOf(lake), sliced);

    expect(lake.glue.calls).toEqual(['createTable']);
    expect(lake.table('gold.daily')).toEqual([]);
  });

  it.each([
    { what: 'shown', make: showTable },
    { what: 'repaired', make: repairTable },
  ])(
    'are none of a table that is as it should be: it is read once when $what',
    async ({ make }) => {
      const lake = lakeOf();
      await repairTable(catalogOf(lake), sliced);
      const glue = await lake.glue.client();
      const getTable = vi.fn(glue.getTable);
      const watched = { ...glue, getTable } as unknown as typeof glue;
      lake.glue.calls = [];

      await make({ ...catalogOf(lake), glue: async () => watched }, sliced);

      expect(getTable).toHaveBeenCalledTimes(1);
      expect(lake.glue.calls).toEqual([]);
    },
  );

  it('are no matter of a whole table: its first build makes it', async () => {
    const lake = lakeOf();
    await repairTable(catalogOf(lake), lake.modelNamed('gold.total'));

    expect(lake.glue.calls).toEqual([]);
  });
});
