import { describe, expect, it } from 'vitest';
import { followLedger } from '../../lambdas/shared/catalog/follow';
import { putTable } from '../../lambdas/shared/catalog/tables';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import { publishBuild } from '../../lambdas/publish-slices/publish';
import { changedParts } from '../../lambdas/publish-slices/parts';
import type { BuildPlan, Verdict } from '../../lambdas/shared/plans/plan';
import { awsFault } from './support/glue';
import type { TestLake } from './support/lake';
import { testModel } from './support/models';
import { lakeOf, item, catalogOf } from './publish-support';

const whole = testModel({
  name: 'gold.total',
  level: 0,
  reads: [],
  slice: { by: 'none', lookback: 0 },
  make: () => [],
});

const build = (fence: number, run = 'r'): BuildPlan => ({
  run,
  build: 'gold.total-1',
  model: 'gold.total',
  batch: 1,
  fence,
  asOf: '2026-01-01',
  slices: [{ slice: 'all', signature: 's', hasInputs: true }],
});

const verdict = (location: string): Verdict => ({
  attempt: 1,
  judgedAt: '2026-01-01T00:00:00.000Z',
  scannedBytes: 10,
  slices: [
    {
      slice: 'all',
      rows: 1,
      bytes: 1,
      location,
      errors: [],
      warnings: [],
      sums: {},
      parts: {},
      failing: {},
    },
  ],
});

const publishPorts = (lake: TestLake) => ({
  ledger: lake.ledger,
  catalog: catalogOf(lake),
  now: lake.now,
  dropStaging: async () => undefined,
});

describe('publishing', () => {
  it('is refused to a run that no longer holds the lease, before anything is written', async () => {
    const lake = lakeOf();
    const first = await lake.ledger.leases.takeOver('run-a', { fence: 0 });
    await lake.ledger.leases.takeOver('run-b', first ?? { fence: 0 });

    const late = publishBuild(publishPorts(lake), whole, build(1), verdict('s3://lake/old/'));

    await expect(late).rejects.toMatchObject({ name: 'StaleFenceError' });
    expect((await lake.ledger.slices.of('gold.total')).size).toBe(0);
    expect(lake.glue.locationOf('gold', 'total')).toBeUndefined();
  });

  it('is refused slice by slice to an older fence', async () => {
    const lake = lakeOf();
    await lake.ledger.leases.takeOver('run-a', { fence: 0 });
    await publishSlice(lake.ledger.slices, item('gold.total', 'all', { fence: 2 }));

    const late = publishBuild(publishPorts(lake), whole, build(1), verdict('s3://lake/old/'));

    await expect(late).rejects.toThrow('a run with a younger fence than 1 has published it');
    expect((await lake.ledger.slices.get('gold.total', 'all')).published?.fence).toBe(2);
  });

  it('names the build as half-published until Glue has followed', async () => {
    const lake = lakeOf();
    await lake.ledger.leases.takeOver('run-a', { fence: 0 });
    lake.glue.beforeChange = () => {
      throw awsFault('ThrottlingException');
    };

    const broken = publishBuild(publishPorts(lake), whole, build(1), verdict('s3://lake/new/'));
    await expect(broken).rejects.toThrow('ThrottlingException');
    const during = (await lake.ledger.models.of(['gold.total'])).get('gold.total')?.publishing;
    lake.glue.beforeChange = () => undefined;
    await publishBuild(publishPorts(lake), whole, build(1), verdict('s3://lake/new/'));
    const after = (await lake.ledger.models.of(['gold.total'])).get('gold.total')?.publishing;

    expect([during, after]).toEqual([['r/gold.total-1'], []]);
    expect(lake.glue.locationOf('gold', 'total')).toBe('s3://lake/new/');
    const { published } = await lake.ledger.slices.get('gold.total', 'all');
    expect(published?.history).toEqual([]);
  });

  it('tells which parts of a table changed, came or went', () => {
    expect(changedParts({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '4' })).toEqual([
      'b',
      'c',
      'd',
    ]);
  });
});

describe('a whole table in Glue', () => {
  it('is moved by compare-and-set: after a lost race it takes the ledger’s newest location', async () => {
    const lake = lakeOf();
    const locations = ['first', 'second', 'third'];
    const glue = await lake.glue.client();
    await putTable(glue, whole, async () => 'first');
    const raced = { done: false };
    lake.glue.beforeChange = () => {
      if (raced.done) return;
      raced.done = true;
      const table = lake.glue.tables.get('gold.total');
      lake.glue.tables.set('gold.total', { ...table, Name: 'total', VersionId: '7' });
    };

    await putTable(glue, whole, async () => locations.pop() ?? '');

    expect(lake.glue.locationOf('gold', 'total')).toBe('second');
    expect(lake.glue.tables.get('gold.total')?.VersionId).toBe('8');
    expect(lake.glue.calls).toContain('updateTable skipArchive=true');
  });

  it('gives up when others never stop changing it, and passes other faults on', async () => {
    const lake = lakeOf();
    const glue = await lake.glue.client();
    lake.glue.beforeChange = () => {
      throw awsFault('ConcurrentModificationException');
    };
    await expect(putTable(glue, whole, async () => 'x')).rejects.toThrow('8 times in a row');

    lake.glue.beforeChange = () => {
      throw awsFault('AccessDeniedException');
    };
    await expect(putTable(glue, whole, async () => 'x')).rejects.toThrow('AccessDenied');
  });

  it('follows the ledger when a younger publication comes in between', async () => {
    const lake = lakeOf();
    await publishSlice(lake.ledger.slices, item('gold.total', 'all'));
    const raced = { done: false };
    const slices = {
      ...lake.ledger.slices,
      some: async (model: string, names: readonly string[]) => {
        const found = await lake.ledger.slices.some(model, names);
        if (!raced.done && lake.glue.locationOf('gold', 'total') !== undefined) {
          raced.done = true;
          const younger = item('gold.total', 'all', { fence: 2, location: 's3://lake/younger/' });
          await publishSlice(lake.ledger.slices, younger);
          return lake.ledger.slices.some(model, names);
        }
        return found;
      },
    };

    await followLedger({ ...catalogOf(lake), slices }, whole, ['all']);

    expect(lake.glue.locationOf('gold', 'total')).toBe('s3://lake/younger/');
  });
});
