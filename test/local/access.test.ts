import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generalArn, generalItem, generalKey } from '../../local/access/general';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { writeSmallLake } from './small-lake';

describe('a bucket', () => {
  const dir = temporaryFolder();
  const Bucket = 'lake-000000000000';
  let runtime: Runtime;
  beforeAll(async () => {
    const { assemblyDir } = writeSmallLake(dir);
    runtime = await start({ assemblyDir, dataDir: `${dir}/data`, port: 0 });
  });
  afterAll(async () => {
    await runtime.stop();
    removeFolder(dir);
  });

  it('refuses a call that expects another owner, and takes one that expects ours', async () => {
    const s3 = new S3(clientSettings(runtime));
    const put = (ExpectedBucketOwner: string) =>
      s3.putObject({ Bucket, Key: 'a', Body: 'b', ExpectedBucketOwner });

    await expect(put('111111111111')).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(put('000000000000')).resolves.toBeDefined();
  });
});

describe('a recorded call', () => {
  it.each([
    ['plans/20261121t174450z-7449aa/plan.json', 'plans/0/0'],
    ['bronze/transactions/business_date=2026-11-21/x.parquet', 'bronze/transactions/0'],
    ['queries/0b9e5a3c-1f2d-4c55-9d1a-aaaaaaaaaaaa.csv', 'queries/0'],
    ['bronze/', 'bronze/0'],
  ])('of key %s is one of %s', (key, general) => {
    expect(generalKey(key)).toBe(general);
  });

  it('names no execution, no table of a build and no item', () => {
    const place = 'us-east-1:000000000000';
    expect(generalArn(`arn:aws:states:${place}:execution:sluice-dev-medallion:run-1`)).toBe(
      `arn:aws:states:${place}:execution:sluice-dev-medallion:0`,
    );
    expect(
      generalArn(`arn:aws:glue:${place}:table/staging/gold_sales_20261121t181823z_7449aa_1_1`),
    ).toBe(`arn:aws:glue:${place}:table/staging/0`);
    expect(generalItem('slice#gold.daily#2026-11-21')).toBe('slice#0');
    expect(generalItem('lease')).toBe('lease');
  });
});
