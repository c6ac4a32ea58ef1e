import { existsSync, readFileSync } from 'node:fs';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { S3 } from '@aws-sdk/client-s3';
import { aggregate } from 'aws-kinesis-agg';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { parsed } from './parsed';
import { type SmallLake, writeSmallLake } from './small-lake';

const dir = temporaryFolder();
const Bucket = 'lake-000000000000';
const StreamName = 'events';
let lake: SmallLake;
let runtime: Runtime;
let kinesis: Kinesis;
let s3: S3;

beforeAll(async () => {
  lake = writeSmallLake(dir, 2);
  runtime = await start({ assemblyDir: lake.assemblyDir, dataDir: `${dir}/data`, port: 0 });
  kinesis = new Kinesis(clientSettings(runtime));
  s3 = new S3(clientSettings(runtime));
});
afterAll(async () => {
  await runtime.stop();
  removeFolder(dir);
});

const putAll = (values: readonly (object | string)[]) =>
  kinesis.putRecords({
    StreamName,
    Records: values.map((value, i) => ({
      PartitionKey: `key ${i}`,
      Data: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    })),
  });
const keysBelow = async (Prefix: string): Promise<readonly string[]> =>
  ((await s3.listObjectsV2({ Bucket, Prefix })).Contents ?? []).map(({ Key }) => Key ?? '');
const bytesOf = async (bucket: string, Key: string): Promise<Buffer> => {
  const { Body } = await s3.getObject({ Bucket: bucket, Key });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const rowsBelow = async (prefix: string): Promise<readonly Record<string, unknown>[]> => {
  const rows = [];
  for (const key of await keysBelow(prefix)) {
    const bytes = await bytesOf(Bucket, key);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    rows.push(...(await parquetReadObjects({ file: file as ArrayBuffer })));
  }
  return rows;
};
const errorsOf = async (type: string): Promise<readonly Record<string, unknown>[]> => {
  const lines = [];
  for (const key of await keysBelow(`delivery-errors/${type}/`)) {
    const text = (await bytesOf(Bucket, key)).toString('utf8');
    for (const line of text.trim().split('\n')) {
      lines.push(parsed(line));
    }
  }
  return lines;
};

describe('the Kinesis data plane', () => {
  it('spreads keys over shards and reads every record back from all kinds of iterator', async () => {
    const before = await kinesis.describeStreamSummary({ StreamName });
    const { Records } = await putAll(Array.from({ length: 40 }, (_, i) => ({ id: `k${i}` })));
    const ids = new Set(Records?.map(({ ShardId }) => ShardId));
    const { Shards = [] } = await kinesis.listShards({ StreamName });

    const read = [];
    for (const { ShardId } of Shards) {
      const first = await kinesis.getShardIterator({
        StreamName,
        ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      });
      const page = await kinesis.getRecords({ ShardIterator: first.ShardIterator, Limit: 3 });
      const rest = await kinesis.getRecords({ ShardIterator: page.NextShardIterator });
      const all = [...(page.Records ?? []), ...(rest.Records ?? [])];
      read.push(...all.map(({ Data }) => Buffer.from(Data ?? []).toString()));
      const second = all[1];
      for (const [ShardIteratorType, expected] of [
        ['AT_SEQUENCE_NUMBER', all.length - 1],
        ['AFTER_SEQUENCE_NUMBER', all.length - 2],
        ['AT_TIMESTAMP', all.length],
        ['LATEST', 0],
      ] as const) {
        const { ShardIterator } = await kinesis.getShardIterator({
          StreamName,
          ShardId,
          ShardIteratorType,
          StartingSequenceNumber: second?.SequenceNumber,
          Timestamp: new Date(all[0]?.ApproximateArrivalTimestamp ?? 0),
        });
        const found = await kinesis.getRecords({ ShardIterator });
        expect(found.Records?.length, ShardIteratorType).toBe(expected);
      }
    }

    expect(before.StreamDescriptionSummary?.OpenShardCount).toBe(2);
    expect(ids.size).toBe(2);
    expect(new Set(read).size).toBe(40);
  });

  it('keeps the limits of a call and writes nothing of a refused one', async () => {
    const record = (size: number) => ({ PartitionKey: 'k', Data: Buffer.alloc(size, 1) });
    const tooMany = Array.from({ length: 501 }, () => record(1));
    const tooLarge = Array.from({ length: 11 }, () => record(1_000_000));

    for (const Records of [
      tooMany,
      tooLarge,
      [record(1_048_577)],
      [{ ...record(1), PartitionKey: '' }],
    ]) {
      await expect(kinesis.putRecords({ StreamName, Records })).rejects.toThrow();
    }
    await expect(putAll([])).rejects.toThrow();
    await expect(kinesis.putRecord({ StreamName: 'none', ...record(1) })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('delivery', () => {
  it('routes good and bad records to their partitions, converts by the table, checks events', async () => {
    await runtime.flush();
    const start = (await rowsBelow('bronze/')).length;
    await putAll([{ id: 'a', day: '2026-03-01' }, { id: 'b', day: '2026-03-02' }, '{broken', '7']);

    await runtime.flush();

    const [row] = await rowsBelow('bronze/events/day=2026-03-01/');
    expect((await rowsBelow('bronze/')).length - start).toBe(4);
    expect(await rowsBelow('bronze/quarantine/day=2026-01-02/')).toHaveLength(2);
    expect(row).toMatchObject({
      id: 'a',
      counter: 9007199254740993n,
      nested: '{"a":[1]}',
      sub: 0n,
    });
    expect(row?.absent ?? null).toBeNull();
    expect(Object.keys(row ?? {})).not.toContain('extra');
    const [key] = await keysBelow('bronze/events/day=2026-03-02/');
    expect(key).toMatch(/events-delivery-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}\.parquet$/);
    const noted = readFileSync(lake.noteFile, 'utf8');
    for (const one of await keysBelow('bronze/')) expect(noted).toContain(one);
  });

  it('takes aggregates of the Producer Library apart before the transform', async () => {
    const packed = await new Promise<Buffer>((resolve, reject) => {
      const records = [1, 2, 3].map((n) => ({
        partitionKey: `p${n}`,
        data: Buffer.from(JSON.stringify({ id: `kpl${n}`, day: '2026-04-01' })),
      }));
      aggregate(
        records,
        ({ data }) => resolve(data),
        () => undefined,
        reject,
      );
    });

    await kinesis.putRecord({ StreamName, PartitionKey: 'x', Data: packed });
    await runtime.flush();

    const rows = await rowsBelow('bronze/events/day=2026-04-01/');
    expect(rows.map(({ id, sub }) => `${String(id)} ${String(sub)}`).sort()).toEqual([
      'kpl1 0',
      'kpl2 1',
      'kpl3 2',
    ]);
  });

  it('writes error objects for what cannot be transformed or converted, and goes on', async () => {
    await putAll([{ act: 'fail' }, { act: 'forget' }, { act: 'drop' }, { act: 'misfit' }]);
    await runtime.flush();
    await putAll([{ act: 'crash' }]);
    await runtime.flush();
    await putAll([{ id: 'after', day: '2026-05-01' }]);
    await runtime.flush();

    const processing = await errorsOf('processing-failed');
    const conversion = await errorsOf('format-conversion-failed');
    expect(processing.map(({ errorCode }) => errorCode).sort()).toEqual([
      'Lambda.FunctionError',
      'Lambda.MissingRecordId',
      'Lambda.ProcessingFailedStatus',
    ]);
    expect(processing.find(({ errorCode }) => errorCode === 'Lambda.FunctionError')).toMatchObject({
      attemptsMade: 4,
      rawData: Buffer.from('{"act":"crash"}').toString('base64'),
    });
    expect(conversion).toMatchObject([
      {
        lastErrorCode: 'DataFormatConversion.MalformedData',
        dataCatalogTable: { databaseName: 'bronze', tableName: 'events_delivery_v1' },
      },
    ]);
    expect(await rowsBelow('bronze/events/day=2026-05-01/')).toHaveLength(1);
  });
});

describe('the archive consumer', () => {
  it('got every record', () => {
    expect(existsSync(lake.archiveFile)).toBe(true);
    const archived = readFileSync(lake.archiveFile, 'utf8');
    for (const id of ['k0', 'k39', 'after']) expect(archived).toContain(`\\"${id}\\"`);
  });
});
