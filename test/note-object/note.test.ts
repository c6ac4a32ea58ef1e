import { describe, expect, it, vi } from 'vitest';
import { noteDay, partitionOf } from '../../lambdas/note-object/note';
import { objectEventOf } from '../../lambdas/shared/object-event';
import { bronzePartitions } from '../../lambdas/shared/partitions';

const DAY = { table: 'transactions', day: '2026-01-02' };

describe('the key of a bronze object', () => {
  it('tells table and day', () => {
    const keys = [
      'bronze/transactions/business_date=2026-01-02/part.parquet',
      'bronze/quarantine/arrival_date=2026-01-02/file=0123456789ab-1-0.parquet',
      'bronze/transactions/other=2026-01-02/part.parquet',
      'silver/transactions/business_date=2026-01-02/part.parquet',
    ];

    expect(keys.map(partitionOf)).toEqual([
      DAY,
      { table: 'quarantine', day: '2026-01-02' },
      undefined,
      undefined,
    ]);
  });
});

describe('noting an object', () => {
  it('registers the partition before it raises the day, once per process', async () => {
    const calls: string[] = [];
    const notes = {
      partitions: { register: async () => void calls.push('register') },
      days: {
        raise: async (table: string, day: string) => void calls.push(`raise ${table} ${day}`),
      },
      known: new Set<string>(),
    };

    await noteDay(notes, DAY);
    await noteDay(notes, DAY);

    expect(calls).toEqual([
      'register',
      'raise transactions 2026-01-02',
      'raise transactions 2026-01-02',
    ]);
  });

  it('does not raise a day whose partition could not be registered', async () => {
    const raise = vi.fn();
    const notes = {
      partitions: { register: () => Promise.reject(new Error('throttled')) },
      days: { raise },
      known: new Set<string>(),
    };

    await expect(noteDay(notes, DAY)).rejects.toThrow('throttled');
    expect(raise).not.toHaveBeenCalled();
    expect(notes.known.size).toBe(0);
  });
});

describe('partitions', () => {
  const glueWith = (errors: readonly object[] = []) => ({
    getTable: vi.fn(async () => ({
      Table: {
        Name: 't',
        PartitionKeys: [{ Name: 'business_date' }],
        StorageDescriptor: { Location: 's3://lake/bronze/t', Columns: [] },
      },
    })),
    batchCreatePartition: vi.fn(async (_: { PartitionInputList?: readonly object[] }) => ({
      Errors: [...errors],
    })),
  });
  const open = (glue: ReturnType<typeof glueWith>) =>
    bronzePartitions(() => Promise.resolve(glue as never));

  it('point at their day, with the column of their table, 100 in a call', async () => {
    const glue = glueWith();
    const days = Array.from({ length: 150 }, (_, at) => ({
      table: 'products',
      day: `20${String(10 + at).padStart(3, '0')}-01-01`,
    }));

    await open(glue).register([{ table: 'transactions', day: '2026-01-02' }, ...days]);

    const sizes = glue.batchCreatePartition.mock.calls.map(
      ([call]) => call.PartitionInputList?.length,
    );
    expect(sizes).toEqual([1, 100, 50]);
    expect(glue.batchCreatePartition.mock.calls[0]?.[0].PartitionInputList).toEqual([
      {
        Values: ['2026-01-02'],
        StorageDescriptor: {
          Location: 's3://lake/bronze/t/business_date=2026-01-02/',
          Columns: [],
        },
      },
    ]);
  });

  it('that exist are fine, any other fault of an entry is one', async () => {
    const exists = [
      { PartitionValues: ['d'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
    ];
    const broken = [
      { PartitionValues: ['d'], ErrorDetail: { ErrorCode: 'InternalServiceException' } },
    ];

    await expect(open(glueWith(exists)).register([DAY])).resolves.toBeUndefined();
    await expect(open(glueWith(broken)).register([DAY])).rejects.toThrow(
      'InternalServiceException',
    );
  });
});

describe('an event', () => {
  it('names bucket and key, or is refused', () => {
    const event = { detail: { bucket: { name: 'b' }, object: { key: 'a b+c.csv' } } };

    expect(objectEventOf(event)).toEqual({ bucket: 'b', key: 'a b+c.csv' });
    expect(() => objectEventOf({ detail: {} })).toThrow('not an "Object Created" event');
  });
});
