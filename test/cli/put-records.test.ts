import type { PutRecordsCommandInput, PutRecordsCommandOutput } from '@aws-sdk/client-kinesis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionKey, putRecords } from '../../cli/put-records';

const text = (record: Uint8Array): string => Buffer.from(record).toString();
const record = (id: number): Buffer =>
  Buffer.from(JSON.stringify({ transaction_id: `t${id}`, id }));

/** A stream that refuses by a rule and remembers what it took, in order. */
function stream(refuses: (data: string, call: number) => boolean) {
  const taken: string[] = [];
  const sizes: number[] = [];
  let call = 0;
  return {
    taken,
    sizes,
    client: {
      async putRecords({ Records = [] }: PutRecordsCommandInput): Promise<PutRecordsCommandOutput> {
        call += 1;
        sizes.push(Records.length);
        const answers = Records.map(({ Data = new Uint8Array() }) => {
          if (refuses(text(Data), call))
            return { ErrorCode: 'ProvisionedThroughputExceededException' };
          taken.push(text(Data));
          return { SequenceNumber: '1', ShardId: 's' };
        });
        return { Records: answers, $metadata: {} };
      },
    },
  };
}
const quick = { streamName: 's', sleep: async () => undefined, random: () => 0 };

describe('putRecords', () => {
  it('sends every record exactly once, whatever part of each call is refused', async () => {
    const refusals = fc.array(fc.boolean(), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1200 }), refusals, async (rows, pattern) => {
        let asked = 0;
        const { client, taken } = stream(
          (_, call) => call % 5 !== 0 && pattern[asked++ % pattern.length] === true,
        );
        const records = Array.from({ length: rows }, (_, id) => record(id));

        const sent = await putRecords(client, records, quick);

        expect(sent.records).toBe(rows);
        expect([...taken].sort()).toEqual(records.map(text).sort());
      }),
      { numRuns: 50 },
    );
  });

  it('sends at most 500 records and 5 MiB at once', async () => {
    const { client, sizes } = stream(() => false);
    const big = Array.from({ length: 12 }, (_, id) => Buffer.alloc(900_000, id));

    await putRecords(
      client,
      [...Array.from({ length: 1001 }, (_, id) => record(id)), ...big],
      quick,
    );

    expect(Math.max(...sizes)).toBe(500);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1013);
    expect(sizes.at(-1)).toBeLessThanOrEqual(5);
  });

  it('gives up when nothing goes forward any more, and says what to do', async () => {
    const { client } = stream(() => true);

    await expect(putRecords(client, [record(1)], quick)).rejects.toMatchObject({
      outcome: 'failed',
      message: 's takes nothing any more: ProvisionedThroughputExceededException',
      next: 'send slower (--rate), or give the stream more shards',
    });
  });

  it('refuses a record that Kinesis would not take, by its position', async () => {
    const { client } = stream(() => false);

    await expect(putRecords(client, [record(1), Buffer.alloc(1_100_000)], quick)).rejects.toThrow(
      'record 2 has 1100000 bytes',
    );
  });
});

describe('partitionKey', () => {
  it('is one for all states of a transaction', () => {
    const first = Buffer.from('{"transaction_id": "t1","status":"PENDING"}');
    const second = Buffer.from('{"status":"COMPLETED","transaction_id":"t1"}');

    expect(partitionKey(first)).toBe(partitionKey(second));
    expect(partitionKey(first)).not.toBe(partitionKey(record(2)));
  });

  it('is there for bytes that are no record', () => {
    expect(partitionKey(Buffer.from([0xff, 0xfe]))).toMatch(/^[0-9a-f]{16}$/);
  });
});
