import { existsSync, readFileSync } from 'node:fs';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { S3 } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { parsed, parsedList } from './parsed';
import { writeSmallLake } from './small-lake';

const StreamName = 'events';
let dir = '';
let runtime: Runtime | undefined;

afterEach(async () => {
  await runtime?.stop();
  removeFolder(dir);
});

/** What the archive function was called with, after these texts were put into one shard. */
async function archivedAfter(texts: readonly string[], mapping: object): Promise<string[][]> {
  dir = temporaryFolder();
  const lake = writeSmallLake(dir, 1, mapping);
  runtime = await start({ assemblyDir: lake.assemblyDir, dataDir: `${dir}/data`, port: 0 });
  const kinesis = new Kinesis(clientSettings(runtime));
  const Records = texts.map((text) => ({ PartitionKey: 'k', Data: Buffer.from(`"${text}"`) }));
  await kinesis.putRecords({ StreamName, Records });
  await runtime.flush();
  const lines = existsSync(lake.archiveFile) ? readFileSync(lake.archiveFile, 'utf8') : '';
  return lines
    .trim()
    .split('\n')
    .map((line) => parsedList(line).map((text) => text.replaceAll('"', '')));
}

const givenUp = async (): Promise<readonly Record<string, unknown>[]> => {
  const s3 = new S3(clientSettings(runtime ?? { endpoint: '' }));
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: 'quiet', Prefix: 'aws/lambda/' });
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.getObject({ Bucket: 'quiet', Key });
      return parsed((await Body?.transformToString()) ?? '');
    }),
  );
};

describe('an event source mapping', () => {
  it('sends batches in order and does not repeat what is done', async () => {
    const calls = await archivedAfter(['a', 'b', 'c', 'd', 'e'], { BatchSize: 2 });

    expect(calls).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('goes on at the lowest reported failure and gives up after the retries', async () => {
    const calls = await archivedAfter(['a', 'poison', 'b'], { MaximumRetryAttempts: 1 });

    expect(calls).toEqual([
      ['a', 'poison', 'b'],
      ['poison', 'b'],
      ['poison', 'b'],
    ]);
    expect(await givenUp()).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted' },
        KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 2 },
        payload: expect.stringContaining(Buffer.from('"poison"').toString('base64')) as string,
      },
    ]);
  });

  it('bisects a batch that fails as a whole down to the record, and loses no other', async () => {
    const calls = await archivedAfter(['a', 'b', 'explode', 'c'], {
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
    });

    const [first, ...rest] = calls;
    expect(first).toEqual(['a', 'b', 'explode', 'c']);
    expect(rest).toContainEqual(['a', 'b']);
    expect(rest).toContainEqual(['explode']);
    expect(rest.at(-1)).toEqual(['c']);
    expect(await givenUp()).toMatchObject([{ KinesisBatchInfo: { batchSize: 1 } }]);
  });
});
