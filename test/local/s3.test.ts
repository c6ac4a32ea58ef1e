import { Readable } from 'node:stream';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { writeSmallLake } from './small-lake';

const dir = temporaryFolder();
const Bucket = 'lake-000000000000';
let runtime: Runtime;
let s3: S3;

beforeAll(async () => {
  const { assemblyDir } = writeSmallLake(dir);
  runtime = await start({ assemblyDir, dataDir: `${dir}/data`, port: 0 });
  s3 = new S3(clientSettings(runtime));
});
afterAll(async () => {
  await runtime.stop();
  removeFolder(dir);
});

const bytesOf = async (Key: string, Range?: string): Promise<Buffer> => {
  const { Body } = await s3.getObject({ Bucket, Key, Range });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const put = (Key: string, Body: string | Buffer | Readable, more: object = {}) =>
  s3.putObject({ Bucket, Key, Body, ...more });
const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

describe('the twelve checks of an S3 stand-in', () => {
  it('has the buckets of the template and makes no other', async () => {
    const { Buckets } = await s3.listBuckets({});

    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, 'quiet']);
    expect(await failureOf(s3.createBucket({ Bucket: 'other' }))).toBe('NotImplemented');
  });

  it('gives text back as it was put', async () => {
    await put('bronze/dt=2026-01-01/a.json', '{"a":1}\n');

    expect((await bytesOf('bronze/dt=2026-01-01/a.json')).toString()).toBe('{"a":1}\n');
  });

  it('gives bytes back as they were put', async () => {
    const bytes = Buffer.alloc(100_000, 7);

    await put('b.bin', bytes);

    expect((await bytesOf('b.bin')).equals(bytes)).toBe(true);
  });

  it('takes a stream in aws-chunked frames with a checksum trailer', async () => {
    const pieces = [Buffer.alloc(70_000, 1), Buffer.from('hello'), Buffer.alloc(130_000, 2)];

    await put('s.bin', Readable.from(pieces), { ContentLength: 200_005 });

    expect((await bytesOf('s.bin')).equals(Buffer.concat(pieces))).toBe(true);
  });

  it('lists prefixes up to a delimiter', async () => {
    const listed = await s3.listObjectsV2({ Bucket, Prefix: 'bronze/', Delimiter: '/' });

    expect(listed.CommonPrefixes).toEqual([{ Prefix: 'bronze/dt=2026-01-01/' }]);
    expect(listed.Contents).toBeUndefined();
  });

  it('copies an object with its headers', async () => {
    await put('typed', 'x', { ContentType: 'text/csv', Metadata: { origin: 'test' } });

    await s3.copyObject({ Bucket, Key: 'c', CopySource: `${Bucket}/typed` });

    const copy = await s3.headObject({ Bucket, Key: 'c' });
    expect(copy.ContentType).toBe('text/csv');
    expect(copy.Metadata).toEqual({ origin: 'test' });
  });

  it('tells size and tag without the body, the same as in listings', async () => {
    const head = await s3.headObject({ Bucket, Key: 'b.bin' });

    const listed = await s3.listObjectsV2({ Bucket, Prefix: 'b.bin' });
    expect(head.ContentLength).toBe(100_000);
    expect(listed.Contents?.[0]?.ETag).toBe(head.ETag);
    expect(listed.Contents?.[0]?.LastModified).toEqual(head.LastModified);
  });

  it('refuses to overwrite with If-None-Match, and another tag with If-Match', async () => {
    const { ETag } = await s3.headObject({ Bucket, Key: 'c' });

    expect(await failureOf(put('c', 'x', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await failureOf(put('c', 'x', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await failureOf(put('c', 'x', { IfMatch: ETag }))).toBe('no error');
  });

  it('lets exactly one of many conditional writers win', async () => {
    const tries = Array.from({ length: 20 }, (_, i) =>
      failureOf(put('claim', `writer ${i}`, { IfNoneMatch: '*' })),
    );

    const results = await Promise.all(tries);

    expect(results.filter((result) => result === 'no error')).toHaveLength(1);
  });

  it('joins the parts of a multipart upload', async () => {
    const Key = 'm';
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
    const Parts = [];
    for (const [PartNumber, size] of [
      [1, 5_300_000],
      [2, 1_000],
    ] as const) {
      const Body = Buffer.alloc(size, PartNumber);
      const { ETag } = await s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
      Parts.push({ PartNumber, ETag });
    }

    await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });

    const joined = Buffer.concat([Buffer.alloc(5_300_000, 1), Buffer.alloc(1_000, 2)]);
    expect((await bytesOf(Key)).equals(joined)).toBe(true);
    expect(await failureOf(s3.abortMultipartUpload({ Bucket, Key, UploadId }))).toBe(
      'NoSuchUpload',
    );
  });

  it('keeps tags', async () => {
    const TagSet = [{ Key: 'a', Value: 'b' }];

    await s3.putObjectTagging({ Bucket, Key: 'c', Tagging: { TagSet } });

    expect((await s3.headObject({ Bucket, Key: 'c' })).TagCount).toBe(1);
  });

  it('deletes many, also what is not there', async () => {
    const Objects = [{ Key: 'c' }, { Key: 's.bin' }, { Key: 'never & was' }];

    const { Deleted } = await s3.deleteObjects({ Bucket, Delete: { Objects } });

    expect(Deleted).toHaveLength(3);
    expect(await failureOf(s3.headObject({ Bucket, Key: 'c' }))).toBe('NotFound');
  });
});

describe('reading and listing', () => {
  it('serves ranges: from, to, suffix, and 416 outside', async () => {
    await put('digits', '0123456789');

    const parts = await Promise.all(
      ['bytes=2-4', 'bytes=7-', 'bytes=-3', 'bytes=5-99', 'bytes=-99'].map(async (range) =>
        (await bytesOf('digits', range)).toString(),
      ),
    );

    expect(parts).toEqual(['234', '789', '789', '56789', '0123456789']);
    expect(await failureOf(bytesOf('digits', 'bytes=10-12'))).toBe('InvalidRange');
  });

  it('pages in the order of UTF-8 bytes, whatever lies in folders', async () => {
    const keys = ['a', 'a b', 'a!', 'a-/z', 'a/b', 'a/b/c', 'a/é', 'a0', 'a＀', 'a😀'].filter(
      (key) => key !== 'a' && key !== 'a/b',
    );
    for (const key of [...keys].reverse()) await put(`order/${key}`, key);

    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.listObjectsV2({
        Bucket,
        Prefix: 'order/',
        MaxKeys: 3,
        ContinuationToken,
      });
      found.push(...(page.Contents ?? []).map(({ Key }) => Key?.slice('order/'.length) ?? ''));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);

    const bytewise = [...keys].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    expect(found).toEqual(bytewise);
  });

  it('pages over folders without repeating one', async () => {
    for (const day of ['1', '2', '3']) for (const n of [1, 2]) await put(`days/${day}/${n}`, 'x');

    const first = await s3.listObjectsV2({ Bucket, Prefix: 'days/', Delimiter: '/', MaxKeys: 2 });
    const second = await s3.listObjectsV2({
      Bucket,
      Prefix: 'days/',
      Delimiter: '/',
      ContinuationToken: first.NextContinuationToken,
    });

    expect(first.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['days/1/', 'days/2/']);
    expect(second.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['days/3/']);
    expect(second.IsTruncated).toBe(false);
  });

  it('refuses keys that no file can have, and leaves the data folder alone', async () => {
    for (const key of ['a//b', '../../escape', 'a/../b', `${'x'.repeat(300)}`, 'folder/']) {
      expect(await failureOf(put(key, 'x')), key).toBe('InvalidArgument');
    }
    expect(await failureOf(put('digits/below', 'x'))).toBe('InvalidArgument');
  });

  it('refuses a body that does not have the checksum it came with', async () => {
    const ChecksumSHA256 = Buffer.alloc(32).toString('base64');

    expect(await failureOf(put('sum', 'x', { ChecksumSHA256 }))).toBe('BadDigest');
    expect(await failureOf(s3.headObject({ Bucket, Key: 'sum' }))).toBe('NotFound');
  });

  it('refuses what it does not serve by name', async () => {
    const error = await s3.getBucketPolicy({ Bucket }).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ name: 'NotImplemented' });
    expect(String(error)).toContain('GET bucket?policy');
  });
});
