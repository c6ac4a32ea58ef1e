import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/reap-slices/reap';
import { removeObjects } from '../../lambdas/reap-slices/remove-objects';
import type { SliceItem } from '../../lambdas/shared/ledger/items';
import type { Leftover } from '../../lambdas/shared/ledger/leftovers';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import { leaveJob } from '../../lambdas/shared/plans/job-leftovers';
import { jobPrefix } from '../../lambdas/shared/plans/places';
import { testModel } from './support/models';
import { startLedger, type TestLedger } from './support/ledger';
import { MemoryObjects } from './support/objects';

let engine: TestLedger;
let ledger: Ledger;
let lake: MemoryObjects;
beforeAll(async () => {
  engine = await startLedger();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  ledger = await engine.open();
  lake = new MemoryObjects('lake');
});

const NOW = '2026-02-01T00:00:00.000Z';
const SLICE = '2026-01-02';
const attempt = (run: number): string =>
  `s3://lake/gold/sales/run=r${run}/batch=1/attempt=1/business_date=${SLICE}/`;
const leftover = (location: string, over: Partial<Leftover> = {}): Leftover => ({
  location,
  model: 'gold.sales',
  slices: [SLICE],
  keepUntil: '2026-01-31T00:00:00.000Z',
  ...over,
});
const published = (run: number, publishedAt: string): SliceItem => ({
  model: 'gold.sales',
  slice: SLICE,
  run: `r${run}`,
  fence: run,
  location: attempt(run),
  rows: 1,
  bytes: 1,
  signature: 's',
  fingerprint: 'f',
  publishedAt,
});

async function write(location: string): Promise<void> {
  await lake.write(`${location.replace('s3://lake/', '')}part-0.parquet`, 'rows');
}
const run = (
  remove = async (keys: readonly string[]) => keys.forEach((key) => lake.held.delete(key)),
) => reap({ ledger, lake, remove, now: () => NOW });

describe('the reaper', () => {
  it('deletes the objects of a location that no slice needs, and its note', async () => {
    await write(attempt(1));
    await write(attempt(2));
    await ledger.leftovers.add(leftover(attempt(1)));

    expect(await run()).toEqual({ locations: 1, objects: 1, bytes: 4, needed: 0 });
    expect([...lake.held.keys()]).toEqual([
      `${attempt(2).replace('s3://lake/', '')}part-0.parquet`,
    ]);
    expect(await ledger.leftovers.due(NOW)).toEqual([]);
  });

  it('waits until nobody can be reading any more', async () => {
    await write(attempt(1));
    await ledger.leftovers.add(leftover(attempt(1), { keepUntil: '2026-02-01T00:00:00.001Z' }));

    expect(await run()).toMatchObject({ locations: 0 });
    expect(lake.held.size).toBe(1);
  });

  it.each(['slice', 'attempt'])('never deletes what is published, noted by its %s', async (by) => {
    await write(attempt(1));
    await publishSlice(ledger.slices, published(1, NOW));
    const location = by === 'slice' ? attempt(1) : attempt(1).replace(/business_date.*/, '');
    await ledger.leftovers.add(leftover(location));

    expect(await run()).toMatchObject({ locations: 0, needed: 1 });
    expect(lake.held.size).toBe(1);
    expect(await ledger.leftovers.due(NOW)).toHaveLength(1);
  });

  it('never deletes what can be rolled back to', async () => {
    await write(attempt(1));
    await publishSlice(ledger.slices, published(1, '2026-01-01T00:00:00.000Z'));
    await publishSlice(ledger.slices, published(2, NOW));
    await ledger.leftovers.add(leftover(attempt(1)));

    expect(await run()).toMatchObject({ locations: 0, needed: 1 });
  });

  it('deletes what a slice whose day is over has outlived, though nothing publishes it again', async () => {
    const versions = [1, 2, 3, 4, 5, 6];
    for (const version of versions) {
      await write(attempt(version));
      const at = new Date(Date.parse('2026-01-29T00:00:00Z') + version * 900_000).toISOString();
      await publishSlice(ledger.slices, published(version, at), ({ location }) =>
        ledger.leftovers.add(leftover(location)),
      );
    }

    // The newest and three before it stay; a day and more has passed over the others.
    expect(await run()).toMatchObject({ locations: 2, needed: 3 });
    expect([...lake.held.keys()].map((key) => key.split('/')[2])).toEqual([
      'run=r3',
      'run=r4',
      'run=r5',
      'run=r6',
    ]);
  });

  it.each([
    's3://lake/gold/sales/',
    's3://lake/bronze/transactions/business_date=2026-01-02/',
    's3://other/gold/sales/run=r1/batch=1/attempt=1/',
    's3://lake/gold/sales/run=r1/batch=1/attempt=1',
  ])('refuses %s, which no attempt has written', async (location) => {
    await ledger.leftovers.add(leftover(location));

    await expect(run()).rejects.toThrow('nothing was deleted');
  });

  it('deletes what the Spark job of an attempt wrote, as it was noted', async () => {
    const model = {
      ...testModel({ name: 'gold.sales', level: 0, make: () => [], reads: [] }),
      spark: { script: 'sales.py' },
    };
    const build = {
      run: 'r1',
      build: 'gold.sales-1',
      model: model.name,
      batch: 1,
      fence: 1,
      asOf: SLICE,
      slices: [{ slice: SLICE, signature: '', hasInputs: true }],
    };
    const ports = {
      bucket: 'lake',
      leftovers: ledger.leftovers,
      dropStaging: async () => undefined,
      now: () => '2026-01-02T00:00:00.000Z',
    };
    await write(`s3://lake/${jobPrefix(model, build, 1)}`);
    await leaveJob(ports, model, build, 1);

    expect(await run()).toMatchObject({ locations: 1, objects: 1 });
    expect(lake.held.size).toBe(0);
    expect(await ledger.leftovers.due(NOW)).toEqual([]);
  });

  it('goes on after a location that it refuses, and says how many stay', async () => {
    const refused = ['s3://lake/bronze/a/', 's3://lake/gold/sales/'];
    for (const location of refused) await ledger.leftovers.add(leftover(location));
    await write(attempt(1));
    await ledger.leftovers.add(leftover(attempt(1)));

    await expect(run()).rejects.toThrow('2 of 3 leftovers could not be reaped, first: s3://lake/');
    expect(lake.held.size).toBe(0);
    const kept = await ledger.leftovers.due(NOW);
    expect(kept.map(({ location }) => location)).toEqual(refused);
  });

  it('keeps the note when an object could not be deleted', async () => {
    await write(attempt(1));
    await ledger.leftovers.add(leftover(attempt(1)));

    await expect(run(async () => Promise.reject(new Error('denied')))).rejects.toThrow('denied');
    expect(await ledger.leftovers.due(NOW)).toHaveLength(1);
  });
});

describe('a publication', () => {
  it('tells of each that it replaces, and forgets the oldest', async () => {
    const replaced: string[] = [];
    for (let version = 1; version <= 8; version += 1) {
      const at = new Date(Date.parse('2025-01-01') + version * 40 * 86_400_000).toISOString();
      await publishSlice(ledger.slices, published(version, at), async ({ location }) => {
        replaced.push(location);
      });
    }
    const { published: now } = await ledger.slices.get('gold.sales', SLICE);

    expect(replaced).toEqual([1, 2, 3, 4, 5, 6, 7].map(attempt));
    expect(now?.history?.map(({ location }) => location)).toEqual([7, 6, 5].map(attempt));
  });
});

describe('deleting objects', () => {
  it('goes in thousands, and fails when S3 kept one', async () => {
    const sizes: number[] = [];
    const keys = Array.from({ length: 2500 }, (_, index) => `k${index}`);
    const deleteObjects = async (input: { Delete?: { Objects?: readonly unknown[] } }) => {
      sizes.push(input.Delete?.Objects?.length ?? 0);
      return {
        $metadata: {},
        Errors: sizes.length === 3 ? [{ Key: 'k2400', Code: 'AccessDenied' }] : [],
      };
    };

    await expect(removeObjects({ deleteObjects }, 'lake', keys)).rejects.toThrow(
      '1 objects were not deleted, first k2400: AccessDenied',
    );
    expect(sizes).toEqual([1000, 1000, 500]);
  });
});
