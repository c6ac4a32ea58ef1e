import { aggregate } from 'aws-kinesis-agg';
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { archiveObjects, type ArchiveObject } from '../../lambdas/archive-records/archive';
import { recordsOf, type StreamRecord } from '../../lambdas/shared/stream/event';
import type * as Unpack from '../../lambdas/shared/stream/unpack';
import { writeObjects, type WriteOnceClient } from '../../lambdas/archive-records/write';

const event: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/events/kinesis/two-shards.json', import.meta.url), 'utf8'),
);
const PREFIX = '4959033827149025660855969253836157109592157598913658889';
const linesOf = ({ body }: ArchiveObject): readonly unknown[] =>
  gunzipSync(body)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

/** What the Kinesis Producer Library makes of user records. */
const packed = (texts: readonly string[]): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    aggregate(
      texts.map((data) => ({ partitionKey: 'k', data: Buffer.from(data) })),
      ({ data }, done) => {
        resolve(Buffer.from(data));
        done();
      },
      () => undefined,
      reject,
    );
  });
const record = (data: Buffer): StreamRecord => ({
  shard: 'shardId-000000000000',
  sequenceNumber: '7',
  partitionKey: 'k',
  arrivedAt: 0,
  data,
});

describe('the objects of a batch', () => {
  it('are one per shard, named by first and last position', async () => {
    const objects = await archiveObjects(recordsOf(event), 'transactions');

    expect(objects.map(({ key }) => key)).toEqual([
      `archive/transactions/shardId-000000000000/${PREFIX}1-${PREFIX}3.ndjson.gz`,
      `archive/transactions/shardId-000000000001/${PREFIX}2-${PREFIX}2.ndjson.gz`,
    ]);
  });

  it('hold every byte as it was sent, framed', async () => {
    const [first, second] = await archiveObjects(recordsOf(event), 'transactions');
    const bytes = Buffer.from([0, 255, 10]);

    expect(first && linesOf(first)).toMatchObject([
      { subsequence: 0, data: Buffer.from('first').toString('base64') },
      { sequence: `${PREFIX}3`, arrived: '2026-06-15T12:00:03.123Z' },
    ]);
    expect(second && linesOf(second)).toEqual([
      {
        shard: 'shardId-000000000001',
        sequence: `${PREFIX}2`,
        subsequence: 0,
        arrived: '2026-06-15T12:00:02.123Z',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        data: bytes.toString('base64'),
      },
    ]);
  });

  it('are the same bytes when the batch comes again', async () => {
    const once = await archiveObjects(recordsOf(event), 'transactions');

    expect(await archiveObjects(recordsOf(event), 'transactions')).toEqual(once);
    expect(once[0]?.sha256).toBe(
      createHash('sha256')
        .update(once[0]?.body ?? '')
        .digest('base64'),
    );
  });

  it('unpack what the Kinesis Producer Library packed', async () => {
    const [object] = await archiveObjects([record(await packed(['one', 'two', 'three']))], 't');

    expect(object?.records).toBe(3);
    expect(object && linesOf(object)).toMatchObject(
      ['one', 'two', 'three'].map((text, subsequence) => ({
        subsequence,
        sequence: '7'.padStart(56, '0'),
        data: Buffer.from(text).toString('base64'),
      })),
    );
  });

  it('unpack them also as a bundle, where CommonJS has no named exports', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unpack-'));
    const outfile = join(folder, 'unpack.mjs');
    await build({
      entryPoints: [
        fileURLToPath(new URL('../../lambdas/shared/stream/unpack.ts', import.meta.url)),
      ],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      banner: {
        js: "import { createRequire as c } from 'node:module';const require = c(import.meta.url);",
      },
    });
    const bundled = (await import(/* @vite-ignore */ outfile)) as typeof Unpack;

    const parts = await bundled.unpack(record(await packed(['one', 'two'])));

    rmSync(folder, { recursive: true });
    expect(parts.map(({ data }) => data.toString())).toEqual(['one', 'two']);
  });

  it('keep a damaged aggregate whole', async () => {
    const data = await packed(['one', 'two']);
    data[10] = (data[10] ?? 0) ^ 0xff;
    const short = Buffer.from([0xf3, 0x89, 0x9a, 0xc2, 1]);

    const [object] = await archiveObjects([record(data), record(short)], 't');

    expect(object && linesOf(object)).toMatchObject([
      { subsequence: 0, data: data.toString('base64') },
      { subsequence: 0, data: short.toString('base64') },
    ]);
  });
});

describe('writing the objects', () => {
  const named = (name: string): Error => Object.assign(new Error(name), { name });

  it('never writes over another, and proves what arrived', async () => {
    const objects = await archiveObjects(recordsOf(event), 'transactions');
    const putObject = vi.fn<WriteOnceClient['putObject']>().mockResolvedValue({});

    const result = await writeObjects({ putObject }, 'archive-bucket', objects);

    expect(result).toEqual({ archived: 3, failedFrom: [], faults: [] });
    expect(putObject.mock.calls[0]?.[0]).toMatchObject({
      Bucket: 'archive-bucket',
      Key: objects[0]?.key,
      IfNoneMatch: '*',
      ChecksumSHA256: objects[0]?.sha256,
    });
  });

  it('is done when an earlier attempt has written it', async () => {
    const objects = await archiveObjects(recordsOf(event), 'transactions');
    const putObject = vi
      .fn<WriteOnceClient['putObject']>()
      .mockRejectedValue(named('PreconditionFailed'));

    expect(await writeObjects({ putObject }, 'b', objects)).toMatchObject({
      archived: 3,
      failedFrom: [],
    });
  });

  it('resumes a shard that failed and leaves the others alone', async () => {
    const objects = await archiveObjects(recordsOf(event), 'transactions');
    const putObject = vi
      .fn<WriteOnceClient['putObject']>()
      .mockRejectedValueOnce(named('SlowDown'))
      .mockResolvedValue({});

    expect(await writeObjects({ putObject }, 'b', objects)).toEqual({
      archived: 1,
      failedFrom: [`${PREFIX}1`],
      faults: ['SlowDown'],
    });
  });
});

describe('the handler', () => {
  it('answers with the positions to resume from', async () => {
    vi.stubEnv('CONTRACT', 'transactions');
    vi.stubEnv('ARCHIVE_BUCKET', 'archive-bucket');
    const putObject = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue({});
    vi.doMock('../../lambdas/shared/clients/s3', () => ({
      s3: () => Promise.resolve({ putObject }),
    }));
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(console, 'error').mockReturnValue();
    const { handler } = await import('../../lambdas/archive-records/handler');

    expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: `${PREFIX}1` }] });
    expect(await handler(event)).toEqual({ batchItemFailures: [] });
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([[undefined], [{}], [{ Records: [{}] }], [{ Records: [{ eventID: 'a', kinesis: {} }] }]])(
    'refuses an event of another kind: %j',
    (other) => {
      expect(() => recordsOf(other)).toThrow('not a Kinesis batch');
    },
  );
});
