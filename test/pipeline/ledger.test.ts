import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BatchGetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { fromAttribute, toAttribute } from '../../lambdas/shared/ledger/attributes';
import { Fields } from '../../lambdas/shared/ledger/fields';
import type { SliceItem } from '../../lambdas/shared/ledger/items';
import { isUnsettled } from '../../lambdas/shared/ledger/days';
import { acquireLease } from '../../lambdas/shared/ledger/lease';
import { type Ledger, openLedger } from '../../lambdas/shared/ledger/ledger';
import { type Dynamo, Table } from '../../lambdas/shared/ledger/table';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import { type TestLedger, startLedger } from './support/ledger';

let engine: TestLedger;
let ledger: Ledger;
beforeAll(async () => {
  engine = await startLedger();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  ledger = await engine.open();
});

const alive = async (): Promise<boolean> => true;
const dead = async (): Promise<boolean> => false;
const slice = (over: Partial<SliceItem> = {}): SliceItem => ({
  model: 'gold.sales',
  slice: '2026-01-02',
  run: 'r1',
  fence: 1,
  location: 's3://lake/gold/sales/run=r1/batch=1/attempt=1/business_date=2026-01-02/',
  rows: 10,
  bytes: 100,
  signature: 's1',
  fingerprint: 'f1',
  publishedAt: '2026-01-03T00:00:00.000Z',
  ...over,
});

describe('the lease', () => {
  it('goes to the first run with fence 1, and to that run again with the same fence', async () => {
    const first = await acquireLease(ledger.leases, 'run-a', alive);
    const again = await acquireLease(ledger.leases, 'run-a', alive);

    expect(first).toEqual({ status: 'held', fence: 1 });
    expect(again).toEqual({ status: 'held', fence: 1 });
  });

  it('is refused to a second run while the first one runs', async () => {
    await acquireLease(ledger.leases, 'run-a', alive);

    expect(await acquireLease(ledger.leases, 'run-b', alive)).toEqual({
      status: 'busy',
      holder: 'run-a',
    });
  });

  it('is taken over from a dead run with a younger fence', async () => {
    await acquireLease(ledger.leases, 'run-a', alive);

    expect(await acquireLease(ledger.leases, 'run-b', dead)).toEqual({
      status: 'held',
      fence: 2,
      abandonedBy: 'run-a',
    });
  });

  it('goes to one of two runs that find the same dead holder', async () => {
    await acquireLease(ledger.leases, 'run-a', alive);

    const both = await Promise.all(
      ['run-b', 'run-c'].map((run) => acquireLease(ledger.leases, run, dead)),
    );

    expect(both.map(({ status }) => status).sort()).toEqual(['busy', 'held']);
  });

  it('is given back by its holder only, and keeps its fence', async () => {
    await acquireLease(ledger.leases, 'run-a', alive);

    expect(await ledger.leases.release('run-b')).toBe(false);
    expect(await ledger.leases.release('run-a')).toBe(true);
    expect(await acquireLease(ledger.leases, 'run-b', alive)).toEqual({ status: 'held', fence: 2 });
  });
});

describe('days', () => {
  it('count every change and list oldest first over many pages', async () => {
    const days = Array.from({ length: 40 }, (_, n) => `2026-01-${String(n + 1).padStart(2, '0')}`);
    for (const day of [...days].reverse()) await ledger.days.raise('transactions', day);
    await ledger.days.raise('transactions', '2026-01-07');

    const listed = await ledger.days.list('transactions');

    expect(listed.map(({ day }) => day)).toEqual(days);
    expect(listed.find(({ day }) => day === '2026-01-07')?.version).toBe(2);
  });

  it('stay unsettled when something arrived after the version that a run saw', async () => {
    const day = { dataset: 'transactions', day: '2026-01-07' };
    await ledger.days.raise(day.dataset, day.day);
    await ledger.days.raise(day.dataset, day.day);
    await ledger.days.settle([{ ...day, version: 1 }], 'run');

    const [seen] = await ledger.days.list('transactions');

    expect(seen).toMatchObject({ version: 2, settled: 1 });
    expect(seen && isUnsettled(seen, 'run')).toBe(true);
    expect(seen && isUnsettled(seen, 'daily')).toBe(true);
  });

  it('are never settled backwards, and unknown days are not made', async () => {
    const day = { dataset: 'transactions', day: '2026-01-07' };
    await ledger.days.raise(day.dataset, day.day);
    await ledger.days.settle([{ ...day, version: 1 }], 'daily');
    await ledger.days.settle(
      [
        { ...day, version: 0 },
        { ...day, day: '2030-01-01', version: 1 },
      ],
      'daily',
    );

    const listed = await ledger.days.list('transactions');

    expect(listed).toEqual([{ ...day, version: 1, settledDaily: 1 }]);
    expect(listed.map((item) => isUnsettled(item, 'daily'))).toEqual([false]);
  });
});

describe('slices', () => {
  it('are published by the first fence and republished by a younger one, with history', async () => {
    const first = await publishSlice(ledger.slices, slice());
    const second = await publishSlice(ledger.slices, slice({ run: 'r2', fence: 2, location: 'b' }));
    const { published } = await ledger.slices.get('gold.sales', '2026-01-02');

    expect([first, second]).toEqual(['published', 'published']);
    expect(published).toMatchObject({ run: 'r2', fence: 2, location: 'b' });
    expect(published?.history?.map(({ run }) => run)).toEqual(['r1']);
  });

  it('refuse a run whose fence is older than the published one', async () => {
    await publishSlice(ledger.slices, slice({ run: 'r2', fence: 2 }));

    const late = await publishSlice(ledger.slices, slice({ location: 'old' }));

    expect(late).toBe('stale');
    expect((await ledger.slices.get('gold.sales', '2026-01-02')).published?.run).toBe('r2');
  });

  it('are published once however often one build says so', async () => {
    await publishSlice(ledger.slices, slice());

    expect(await publishSlice(ledger.slices, slice())).toBe('unchanged');
    expect((await ledger.slices.get('gold.sales', '2026-01-02')).published?.history).toEqual([]);
  });

  it('lose no history when two publications race', async () => {
    await publishSlice(ledger.slices, slice());
    await Promise.all(
      ['b', 'c'].map((location) => publishSlice(ledger.slices, slice({ fence: 2, location }))),
    );

    const { published } = await ledger.slices.get('gold.sales', '2026-01-02');

    expect(published?.history).toHaveLength(2);
  });

  it('refuse what was decided on an item that changed since, whatever the fence', async () => {
    await publishSlice(ledger.slices, slice());
    const { published } = await ledger.slices.get('gold.sales', '2026-01-02');
    await publishSlice(ledger.slices, slice({ location: 'b', fence: 2 }));

    expect(await ledger.slices.replace(slice({ location: 'c', fence: 3 }), published)).toBe(false);
    expect(await ledger.slices.replace(slice({ location: 'c', fence: 3 }), undefined)).toBe(false);
  });

  it('remember what an audit stopped until a publication clears it', async () => {
    const blocked = { signature: 'x', run: 'r1', reasons: ['key not unique'] };
    await ledger.slices.block('gold.sales', '2026-01-02', 1, blocked);
    const before = await ledger.slices.get('gold.sales', '2026-01-02');
    await publishSlice(ledger.slices, slice());
    const after = await ledger.slices.get('gold.sales', '2026-01-02');

    expect(before).toEqual({ slice: '2026-01-02', blocked });
    expect(after.blocked).toBeUndefined();
    expect(await ledger.slices.get('gold.sales', '2026-01-03')).toEqual({ slice: '2026-01-03' });
  });

  it('are not blocked by a run that a younger fence has overtaken', async () => {
    await publishSlice(ledger.slices, slice({ fence: 2 }));
    const blocked = { signature: 'x', run: 'r1', reasons: [] };

    expect(await ledger.slices.block('gold.sales', '2026-01-02', 1, blocked)).toBe(false);
  });

  it('come back as written: sums, parts, warnings', async () => {
    const rich = slice({ parts: { '2026-01-02': 'p' }, sums: { EUR: '1.20' }, warnings: ['late'] });
    await publishSlice(ledger.slices, rich);

    const all = await ledger.slices.of('gold.sales');

    expect(all.get('2026-01-02')?.published).toMatchObject({ ...rich });
  });
});

describe('models', () => {
  it('are read many at a time', async () => {
    const names = Array.from({ length: 130 }, (_, n) => `gold.t${n}`);
    for (const name of names) await ledger.models.settle(name, `f-${name}`);

    const states = await ledger.models.of([...names, 'gold.unknown']);

    expect(states.size).toBe(130);
    expect(states.get('gold.t129')).toMatchObject({ fingerprint: 'f-gold.t129' });
  });

  it('remember which checks stopped their slices, and forget exactly those', async () => {
    await ledger.models.addBlocked('gold.b', { '2026-01-01': 'c1', '2026-01-02': 'c1' });
    await ledger.models.removeBlocked('gold.b', { '2026-01-01': 'c1', '2026-01-02': 'c0' });

    const states = await ledger.models.of(['gold.b']);

    expect(states.get('gold.b')?.blocked).toEqual({ '2026-01-02': 'c1' });
  });

  it('wait for approval and forget it once built', async () => {
    await ledger.models.setPending('gold.x', { fingerprint: 'f2', dollars: 7 });
    const pending = await ledger.models.of(['gold.x']);
    await ledger.models.settle('gold.x', 'f2');
    await ledger.models.refreshed('gold.x', '2026-01-02');
    const settled = await ledger.models.of(['gold.x']);

    expect(pending.get('gold.x')?.pending).toEqual({
      fingerprint: 'f2',
      dollars: 7,
      approved: false,
    });
    expect(settled.get('gold.x')).toEqual({
      model: 'gold.x',
      fingerprint: 'f2',
      refreshedFor: '2026-01-02',
      publishing: [],
      blocked: {},
    });
  });

  it('name the builds that may stand in the ledger and not yet in Glue', async () => {
    await ledger.models.beginPublishing('gold.x', 'r1/a');
    await ledger.models.beginPublishing('gold.x', 'r1/b');
    await ledger.models.endPublishing('gold.x', ['r1/a']);
    await ledger.models.endPublishing('gold.x', []);

    expect((await ledger.models.of(['gold.x'])).get('gold.x')?.publishing).toEqual(['r1/b']);
  });
});

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
    await ledger.runs.write(run(1));
    await ledger.runs.write({ ...run(2), status: 'RUNNING' });
    await ledger.runs.write({ ...run(2), status: 'FAILED', finishedAt: 'now', tables: [table] });

    const latest = await ledger.runs.latest(5);

    expect(latest).toEqual([
      { ...run(2), status: 'FAILED', finishedAt: 'now', tables: [table] },
      { ...run(1), tables: [] },
    ]);
    expect(await ledger.runs.latest(1)).toHaveLength(1);
  });

  it('claim a file once and show it when it is finished', async () => {
    const file = { dataset: 'transactions', sha256: 'a', gateVersion: '1', source: 's', key: 'k' };
    const first = await ledger.files.claim(file);
    await ledger.files.finish({
      ...first,
      received: 3,
      accepted: 2,
      rejected: 1,
      parts: { transactions: { '2026-01-01': 1 } },
    });
    const again = await ledger.files.claim({ ...file, key: 'other' });

    expect(first.status).toBe('claimed');
    expect(again).toMatchObject({ status: 'finished', key: 'k', received: 3 });
    expect(await ledger.files.list('transactions')).toEqual([again]);
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
    const table = new Table(async () => ({ ...engine.client, ...client }), 't');
    const keys = Array.from({ length: 130 }, (_, n) => ({ pk: 'p', sk: String(n) }));

    const found = await table.batchGet(keys);

    expect(asked).toEqual([100, 100, 70, 10]);
    expect(new Set(found.map((item) => item.text('sk'))).size).toBe(130);
  });

  it('passes faults on that are not a failed condition', async () => {
    const missing = openLedger(async () => engine.client, 'no-such-table');

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
