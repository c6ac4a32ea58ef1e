import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { cataloguePerTest, days, partition, partitions } from './support';

const { glue, create } = cataloguePerTest();

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
    const { Partitions } = await glue('GetPartitions', partitions);
    expect(Partitions).toHaveLength(2);
  });

  test('are moved and removed, entry by entry', async () => {
    await create(['2026-01-01', '2026-01-02']);
    const moved = { Values: ['2026-01-01'], StorageDescriptor: { Location: 's3://lake/other/' } };
    const update = await glue('BatchUpdatePartition', {
      ...partitions,
      Entries: [
        { PartitionValueList: ['2026-01-01'], PartitionInput: moved },
        { PartitionValueList: ['2027-01-01'], PartitionInput: partition('2027-01-01') },
      ],
    });
    const drop = await glue('BatchDeletePartition', {
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
    const { Partition } = await glue('GetPartition', {
      ...partitions,
      PartitionValues: ['2026-01-01'],
    });
    expect(Partition).toMatchObject({ StorageDescriptor: { Location: 's3://lake/other/' } });
    await expect(
      glue('GetPartition', { ...partitions, PartitionValues: ['2026-01-02'] }),
    ).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  test('with another number of values than keys are errors of their entry', async () => {
    const answer = await glue('BatchCreatePartition', {
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
      const page: JsonObject = await glue('GetPartitions', {
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
    await expect(glue(call, { ...partitions, ...given })).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
  });
});
