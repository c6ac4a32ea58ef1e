import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../local/events/journal';
import { matches } from '../../local/events/pattern';
import { rateMs } from '../../local/events/schedule';
import { convertRows } from '../../local/firehose/convert';
import { checkPrefix, evaluatePrefix } from '../../local/firehose/prefix';
import { ChunkedBody } from '../../local/s3/chunked';
import type { Json, JsonObject } from '../../local/server/json';
import { removeFolder, temporaryFolder } from './assembly';

describe('event patterns', () => {
  const event = { source: 'aws.s3', detail: { object: { key: 'bronze/a.parquet', size: 3 } } };
  const key = (...wanted: readonly Json[]): JsonObject => ({ detail: { object: { key: wanted } } });

  it.each<[JsonObject, boolean]>([
    [{}, true],
    [{ source: ['aws.s3', 'other'] }, true],
    [{ source: ['other'] }, false],
    [{ detail: { object: { size: [3] } } }, true],
    [key({ prefix: 'bronze/' }), true],
    [key({ prefix: 'silver/' }, { suffix: '.parquet' }), true],
    [key({ wildcard: 'bronze/*.par*t' }), true],
    [key({ wildcard: 'bronze/.parquet' }), false],
    [key({ 'anything-but': ['x', 'y'] }), true],
    [key({ 'anything-but': { prefix: 'bronze/' } }), false],
    [key({ 'anything-but': { prefix: ['silver/', 'gold/'] } }), true],
    [key({ exists: true }), true],
    [{ detail: { reason: [{ exists: false }] } }, true],
  ])('%j matches: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('refuses a comparison that it does not know', () => {
    expect(() => matches(key({ numeric: ['>', 0] }), event)).toThrow('"numeric"');
  });
});

describe('prefixes', () => {
  const values = {
    partitionKeys: { table: 't', day: '2026-01-02' },
    now: new Date('2026-03-04T05:06:07Z'),
    random: () => 'abc',
  };

  it.each([
    ['plain/', 'plain/2026/03/04/05/'],
    ['b/!{partitionKeyFromLambda:table}/d=!{partitionKeyFromLambda:day}/', 'b/t/d=2026-01-02/'],
    ["!{timestamp:yyyy-MM-dd'T'HH}/!{firehose:random-string}/", '2026-03-04T05/abc/'],
    ['!{partitionKeyFromLambda:absent}/', undefined],
  ])('%s', (prefix, expected) => {
    expect(evaluatePrefix(prefix, values)).toBe(expected);
  });

  it('refuses an expression that it does not know', () => {
    expect(() => checkPrefix('!{partitionKeyFromQuery:x}/', 'Prefix')).toThrow(
      'partitionKeyFromQuery',
    );
  });
});

describe('the aws-chunked decoder', () => {
  it('gives the same bytes back whatever the chunks and the pieces are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })),
        fc.integer({ min: 1, max: 50 }),
        async (chunks, step) => {
          const framed = Buffer.concat([
            ...chunks.flatMap((chunk) => [
              Buffer.from(`${chunk.length.toString(16)};chunk-signature=0\r\n`),
              chunk,
              Buffer.from('\r\n'),
            ]),
            Buffer.from('0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n'),
          ]);
          const pieces = [];
          for (let at = 0; at < framed.length; at += step)
            pieces.push(framed.subarray(at, at + step));
          const decoder = new ChunkedBody();

          const decoded = await Readable.from(pieces).pipe(decoder).toArray();

          expect(Buffer.concat(decoded)).toEqual(Buffer.concat(chunks));
          expect(decoder.trailer).toEqual({ 'x-amz-checksum-crc32': 'AAAA' });
        },
      ),
    );
  });

  it('fails on a body that ends early', async () => {
    const cut = Readable.from([Buffer.from('5\r\nab')]).pipe(new ChunkedBody());

    await expect(cut.toArray()).rejects.toThrow('ends in the middle');
  });
});

describe('the event journal', () => {
  it('remembers what is owed, forgets what is settled, and survives a torn line', () => {
    const dir = temporaryFolder();
    const path = join(dir, 'journal.ndjson');
    const journal = new Journal(path);
    const owed = ['a', 'b', 'c'].map((id) => ({ id, target: 't', event: { id } }));
    journal.add(owed);
    journal.settle(['b']);
    appendFileSync(path, '{"owed":{"id":"torn');

    const again = new Journal(path);

    expect(again.owed.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(readFileSync(path, 'utf8')).not.toContain('torn');
    removeFolder(dir);
  });
});

describe('conversion by the delivery table', () => {
  const columns = [
    { name: 'id', kind: 'string' },
    { name: 'n', kind: 'bigint' },
  ] as const;

  it('says which rows do not fit, and why, and never quotes them', () => {
    const rows = [
      '{"id":"a","n":1}',
      '{"id":"secret"',
      '[1]',
      '{"n":1.5}',
      '{"n":"9223372036854775808"}',
    ];

    const { rows: fitting, misfits } = convertRows(rows, columns);

    expect(fitting).toBe(1);
    expect(misfits.map(({ index, code }) => `${index} ${code.split('.')[1] ?? ''}`)).toEqual([
      '1 ParseError',
      '2 ParseError',
      '3 MalformedData',
      '4 MalformedData',
    ]);
    expect(JSON.stringify(misfits)).not.toMatch(/secret|922337/);
  });
});

describe('schedules', () => {
  it('know rates', () => {
    expect(rateMs('rate(15 minutes)')).toBe(900_000);
    expect(() => rateMs('cron(0 1 * * ? *)')).toThrow('is not served');
  });
});
