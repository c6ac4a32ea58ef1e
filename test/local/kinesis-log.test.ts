import { appendFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sequenceNumber } from '../../local/kinesis/sequence';
import { Shard } from '../../local/kinesis/shard';
import { Stream } from '../../local/kinesis/stream';
import { shardThrottle } from '../../local/kinesis/throttle';
import { removeFolder, temporaryFolder } from './assembly';

const ALL = { records: 100_000, bytes: Number.MAX_SAFE_INTEGER };
let dir: string;
beforeEach(() => (dir = temporaryFolder()));
afterEach(() => removeFolder(dir));

const open = (): Shard => new Shard('shardId-000000000000', 0, join(dir, 'shard'));
const records = (count: number, size = 50, start = 0) =>
  Array.from({ length: count }, (_, i) => ({
    partitionKey: `key ${start + i}`,
    data: Buffer.alloc(size, start + i),
  }));

describe('a shard', () => {
  it('gives every record back after it was opened again, across segments', () => {
    const written = records(300, 300_000);
    const shard = open();
    for (let i = 0; i < written.length; i += 20) shard.append(written.slice(i, i + 20), 1_000 + i);
    shard.close();

    const again = open();

    const segments = readdirSync(join(dir, 'shard'));
    expect(segments.length).toBeGreaterThan(1);
    expect(again.next).toBe(300);
    const seen: string[] = [];
    for (let at = 0; at < again.next; at = seen.length) {
      seen.push(...again.read(at, ALL).map((record) => record.partitionKey));
    }
    expect(seen).toEqual(written.map(({ partitionKey }) => partitionKey));
    expect(again.read(257, { records: 1, bytes: 1 })[0]?.data).toEqual(written[257]?.data);
    again.close();
  });

  it.each([1, 7, 20, 69])(
    'cuts off a last record that %i bytes of are written, and goes on',
    (kept) => {
      const shard = open();
      shard.append(records(3), 1);
      const [file = ''] = readdirSync(join(dir, 'shard'));
      const path = join(dir, 'shard', file);
      const whole = statSync(path).size;
      shard.append(records(1, 50, 3), 2);
      shard.close();
      truncateSync(path, whole + kept);

      const again = open();
      again.append(records(1, 50, 9), 3);

      expect(again.read(0, ALL).map(({ partitionKey }) => partitionKey)).toEqual([
        'key 0',
        'key 1',
        'key 2',
        'key 9',
      ]);
      again.close();
    },
  );

  it('cuts off garbage behind the last record', () => {
    const shard = open();
    shard.append(records(2), 1);
    shard.close();
    const [file = ''] = readdirSync(join(dir, 'shard'));
    appendFileSync(join(dir, 'shard', file), Buffer.alloc(500, 0xab));

    const again = open();

    expect(again.next).toBe(2);
    again.close();
  });

  it('reads a record larger than its read buffer, and finds records by time', () => {
    const shard = open();
    shard.append(records(1, 1_040_000), 1_000);
    shard.append(records(1_000, 10), 2_000);
    shard.append(records(1, 1_040_000), 3_000);

    expect(shard.read(0, ALL)).toHaveLength(1_002);
    expect([0, 1_000, 1_500, 2_000, 2_001, 9_000].map((time) => shard.firstAt(time))).toEqual([
      0, 0, 1, 1, 1_001, 1_002,
    ]);
    shard.close();
  });

  it('keeps old segments until every consumer has passed them', () => {
    const settings = { name: 's', arn: 'a', shards: 1, retentionHours: 1 };
    const stream = new Stream(settings, join(dir, 'stream'));
    const [shard] = stream.shards;
    for (let i = 0; i < 230; i += 1) shard?.append(records(1, 600_000), i);
    let passed = 0;
    stream.addConsumer('slow', () => passed);

    stream.trim(Date.now());
    const before = shard?.first;
    passed = 200;
    stream.trim(Date.now());

    expect(before).toBe(0);
    expect(shard?.first).toBeGreaterThan(0);
    expect(shard?.first).toBeLessThanOrEqual(200);
    stream.close();
  });
});

describe('sequence numbers', () => {
  it('have 56 digits and sort as text in the order of arrival', () => {
    const numbers = [0, 1, 9, 10, 99, 1e9].map((ordinal) => sequenceNumber(3, ordinal));

    expect(numbers.every((number) => /^\d{56}$/.test(number))).toBe(true);
    expect([...numbers].sort()).toEqual(numbers);
  });
});

describe('a throttled shard', () => {
  it('takes 1,000 records and 1 MiB a second', () => {
    const throttle = shardThrottle();
    const shard = open();

    const small = Array.from({ length: 1_100 }, () => throttle.admits(shard, 10, 5_000));
    const large = Array.from({ length: 4 }, () => throttle.admits(shard, 400_000, 6_000));

    expect(small.filter(Boolean)).toHaveLength(1_000);
    expect(large).toEqual([true, true, false, false]);
    shard.close();
  });
});
