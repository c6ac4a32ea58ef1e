import { describe, expect, it } from 'vitest';
import type { BatchGetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { fromAttribute, toAttribute } from '../../lambdas/shared/ledger/attributes';
import { Fields } from '../../lambdas/shared/ledger/fields';
import { openLedger } from '../../lambdas/shared/ledger/ledger';
import { type Dynamo, Table } from '../../lambdas/shared/ledger/table';
import { ledgerPerTest } from './ledger-support';

const store = ledgerPerTest();

describe('runs and files', () => {
  it('keep the newest runs first', async () => {
    const run = (n: number) => ({
      run: `r${n}`,
      execution: `arn:${n}`,
      status: 'SUCCEEDED' as const,
      startedAt: `2026-01-0${n}T00:00:00Z`,
      request: { full: true },
    });
    const table = {
      model: 'gold.x',
      status: 'failed' as const,
      slices: 1,
      rows: 0,
      scannedBytes: 5,
      reasons: ['type mismatch'],
    };
    await store.ledger.runs.write(run(1));
    await store.ledger.runs.write({ ...run(2), status: 'RUNNING' });
    await store.ledger.runs.write({
      ...run(2),
      status: 'FAILED',
      finishedAt: 'now',
      tables: [table],
    });

    const latest = await store.ledger.runs.latest(5);

    expect(latest).toEqual([
      { ...run(2), status: 'FAILED', finishedAt: 'now', tables: [table] },
      { ...run(1), tables: [] },
    ]);
    expect(await store.ledger.runs.latest(1)).toHaveLength(1);
  });

  it('claim a file once and show it when it is finished', async () => {
    const file = { dataset: 'transactions', sha256: 'a', gateVersion: '1', source: 's', key: 'k' };
    const first = await store.ledger.files.claim(file);
    await store.ledger.files.finish({
      ...first,
      received: 3,
      accepted: 2,
      rejected: 1,
      parts: { transactions: { '2026-01-01': 1 } },
    });
    const again = await store.ledger.files.claim({ ...file, key: 'other' });

    expect(first.status).toBe('claimed');
    expect(again).toMatchObject({ status: 'finished', key: 'k', received: 3 });
    expect(await store.ledger.files.list('transactions')).toEqual([again]);
  });
});

describe('the table', () => {
  it('asks again for keys that DynamoDB left unread', async () => {
    const asked: number[] = [];
    const client: Pick<Dynamo, 'batchGetItem'> = {
      batchGetItem: async (input: BatchGetItemCommandInput) => {
        const keys = input.RequestItems?.t?.Keys ?? [];
        asked.push(keys.length);
        const read = asked.length === 1 ? [] : keys.slice(0, 60);
        return {
          $metadata: {},
          Responses: { t: read },
          UnprocessedKeys: { t: { Keys: keys.slice(read.length) } },
        };
      },
    };
    const table = new Table(async () => ({ ...store.engine.client, ...client }), 't');
    const keys = Array.from({ length: 130 }, (_, n) => ({ pk: 'p', sk: String(n) }));

    const found = await table.batchGet(keys);

    expect(asked).toEqual([100, 100, 70, 10]);
    expect(new Set(found.map((item) => item.text('sk'))).size).toBe(130);
  });

  it('passes faults on that are not a failed condition', async () => {
    const missing = openLedger(async () => store.engine.client, 'no-such-table');

    await expect(missing.leases.release('x')).rejects.toThrow();
  });

  it('refuses items and values that the ledger never writes', () => {
    const item = new Fields({ pk: 'p', sk: 's', count: 'seven' });

    expect(() => item.number('count')).toThrow('ledger item p s: "count" must be a number');
    expect(() => item.word('count', ['six', 'five'])).toThrow('must be six or five');
    expect(() => fromAttribute({ NS: ['1'] })).toThrow('unknown type: NS');
    expect(fromAttribute(toAttribute(Uint8Array.of(1, 2)))).toEqual(Uint8Array.of(1, 2));
    expect(fromAttribute({ NULL: true })).toBeNull();
    expect(fromAttribute(toAttribute([null, true, { a: undefined, b: 1 }]))).toEqual([
      null,
      true,
      { b: 1 },
    ]);
  });
});
