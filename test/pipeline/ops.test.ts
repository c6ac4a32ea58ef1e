import { describe, expect, it } from 'vitest';
import { concernedSlices, opsKeysRead, type OpsObject } from '../../lambdas/plan-run/ops-reads';
import type { OpsTable } from '../../lambdas/shared/models/ops-tables';
import { opsKey, opsPrefix, runDate } from '../../lambdas/shared/ops/places';
import { testModel } from './support/models';
import { runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();
const reader = testModel({
  name: 'gold.quality',
  level: 9,
  reads: ['ops.check_results'],
  slice: { by: 'day', column: 'business_date', lookback: 2 },
  make: ({ slice }) => [{ id: slice }],
});
const keysOf = (keys: Iterable<string>, table: string): readonly string[] =>
  [...keys].filter((key) => key.startsWith(`ops/${table}/`)).sort();

describe('what runs say of themselves', () => {
  it('is one object per table and model, the same when a run reports twice', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    await runMedallion(lake, {});

    const results = keysOf(lake.lake.held.keys(), 'check_results');
    expect(results.length).toBe(lake.models.length);
    expect(keysOf(lake.lake.held.keys(), 'publications').length).toBe(lake.models.length);
    const [run] = await lake.ledger.runs.latest(1);
    expect(results).toContain(opsKey('check_results', run?.run ?? '', 'gold.daily'));
    const date = runDate(run?.run ?? '');
    expect(lake.glue.partitionsOf('ops.check_results')).toEqual({
      [date]: `s3://lake/${opsPrefix('check_results', date)}`,
    });
  });

  it('that cannot be written leaves the run as it ended, and is told of', async () => {
    const lake = lakeOf();
    lake.glue.tables.delete('ops.check_results');
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const ended = await runMedallion(lake, {});

    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'SUCCEEDED', exportFault: 'EntityNotFoundException' },
    });
    expect(await lake.ledger.runs.latest(1)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect((await lake.ledger.leases.read()).holder).toBeUndefined();
  });

  it('is built from in the last level of a run, and starts none', async () => {
    const lake = lakeOf();
    lake.models = [...lake.models, reader];
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const ended = await runMedallion(lake, {});
    const again = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    expect(lake.table('gold.quality').map(({ id }) => id)).toContain('2026-01-05');
    expect(again.states.at(-1)).toBe('NothingNew');
  });

  it('is told of by a slice that an audit stopped as well', async () => {
    const lake = lakeOf();
    lake.models = [
      ...lake.models.map((model) =>
        model.name === 'gold.daily' ? { ...model, fails: () => 1 } : model,
      ),
      reader,
    ];
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    await runMedallion(lake, {});

    expect(lake.table('gold.quality').map(({ id }) => id)).toContain('2026-01-05');
    const [run] = await lake.ledger.runs.latest(1);
    const key = opsKey('check_results', run?.run ?? '', 'gold.daily');
    expect(keysOf(lake.lake.held.keys(), 'check_results')).toContain(key);
    expect(keysOf(lake.lake.held.keys(), 'publications')).not.toContain(
      key.replace('check_results', 'publications'),
    );
  });
});

const RUN = '20260110T030405Z-0a1b2c';
const daily = testModel({ name: 'silver.a', level: 0, make: () => [], reads: [] });
const whole = testModel({
  name: 'gold.w',
  level: 0,
  make: () => [],
  reads: [],
  slice: { by: 'none', lookback: 0 },
});
const monthly = testModel({
  name: 'gold.m',
  level: 0,
  make: () => [],
  reads: [],
  slice: { by: 'month', column: 'business_date', lookback: 0 },
});
const models = new Map([daily, whole, monthly, reader].map((model) => [model.name, model]));
const ended = (model: string, slices: readonly string[]) => ({
  plan: {
    run: RUN,
    build: `${model}-1`,
    model,
    batch: 1,
    fence: 1,
    asOf: '2026-01-10',
    slices: slices.map((slice) => ({ slice, signature: '', hasInputs: true })),
  },
  outcome: {
    build: `${model}-1`,
    model,
    status: 'published' as const,
    published: slices,
    blocked: [],
    rows: 0,
    scannedBytes: 0,
    reasons: [],
  },
});

describe('a day of quality', () => {
  it('is concerned by its own day, by days before it, and by whole tables of the run’s day', () => {
    const known = new Set(['2026-01-05', '2026-01-06', '2026-01-08']);

    expect(
      concernedSlices(reader, RUN, [ended('silver.a', ['2026-01-05'])], { models, known }),
    ).toEqual(['2026-01-05', '2026-01-06']);
    expect(concernedSlices(reader, RUN, [ended('gold.w', ['all'])], { models, known })).toEqual([
      '2026-01-10',
    ]);
    expect(
      concernedSlices(reader, RUN, [ended('gold.quality', ['2026-01-05'])], { models, known }),
    ).toEqual([]);
  });

  const seen = (table: OpsTable, time: string, model: string): OpsObject => ({
    key: opsKey(table, `${time}-aaaaaa`, model),
    about: model,
  });

  it('reads the newest judgement of each day, and the runs of those days for whole tables', () => {
    const state = (day: string, run: string) =>
      [day, { slice: day, blocked: { signature: '', run, reasons: [] } }] as const;
    const other = seen('check_results', '20260104T000000Z', 'gold.w');
    const foreign = seen('check_results', '20260104T000000Z', 'silver.a');
    const late = seen('check_results', '20260109T000000Z', 'gold.w');
    const world = {
      models,
      states: new Map([
        ['silver.a', new Map([state('2026-01-03', RUN), state('2026-01-09', RUN)])],
      ]),
      listed: () =>
        new Map([
          ['2026-01-04', [other, foreign]],
          ['2026-01-09', [late]],
        ]),
    };

    expect(opsKeysRead(reader, '2026-01-05', world)).toEqual([
      other.key,
      opsKey('check_results', RUN, 'silver.a'),
    ]);
  });

  it('reads each day’s last judgement of a whole table, and all of months', () => {
    const times = ['20260104T000000Z', '20260104T060000Z', '20260104T120000Z'];
    const [early, , last] = times.map((time) => seen('check_results', time, 'gold.w'));
    const months = times.map((time) => seen('check_results', time, 'gold.m'));
    const before = seen('check_results', '20260103T230000Z', 'gold.w');
    const world = {
      models,
      states: new Map(),
      listed: () =>
        new Map([
          ['2026-01-03', [before]],
          ['2026-01-04', [last, early, ...months].filter((one) => one !== undefined)],
        ]),
    };

    const keys = opsKeysRead(reader, '2026-01-05', world);

    expect(keys).toEqual([before, last, ...months].map((one) => one?.key).sort());
  });
});
