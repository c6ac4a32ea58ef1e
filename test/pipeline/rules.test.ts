import { describe, expect, it } from 'vitest';
import { isRunning } from '../../lambdas/plan-run/alive';
import { dayDigest } from '../../lambdas/plan-run/digests';
import { listDays } from '../../lambdas/plan-run/listing';
import { parseRequest } from '../../lambdas/plan-run/request';
import { glueType } from '../../lambdas/shared/catalog/glue-types';
import { todayOf } from '../../lambdas/shared/plans/due';
import { runIdOf } from '../../lambdas/shared/plans/run-id';
import { awsFault } from './support/glue';
import { SETTINGS } from './support/lake';
import { MemoryObjects } from './support/objects';

describe('a request', () => {
  const models = ['gold.x'];
  it.each([
    [{}, {}],
    [{ dates: ['2026-01-02', '2026-01-01', '2026-01-02'] }, { days: ['2026-01-01', '2026-01-02'] }],
    [
      { from: '2026-01-30', to: '2026-02-01' },
      { days: ['2026-01-30', '2026-01-31', '2026-02-01'] },
    ],
    [
      { full: true, dryRun: true },
      { full: true, dryRun: true },
    ],
    [{ apply: 'gold.x' }, { apply: 'gold.x' }],
  ])('%j is understood', (input, request) => {
    expect(parseRequest(input, models)).toEqual(request);
  });

  it.each([
    [[], 'must be a JSON object'],
    [{ dates: [] }, 'must be a list of days'],
    [{ dates: ['2026-02-30'] }, 'is not a day'],
    [{ from: '2026-01-02' }, 'to: undefined is not a day'],
    [{ from: '2026-01-02', to: '2026-01-01' }, 'is after'],
    [{ from: '1990-01-01', to: '2026-01-01' }, 'over ten years'],
    [{ from: '2026-01-01', to: '2026-01-01', dates: ['2026-01-01'] }, 'choose dates, or from'],
    [{ full: 'yes' }, 'full must be true or false'],
    [{ full: true, dates: ['2026-01-01'] }, 'choose one of'],
    [{ apply: 'gold.y' }, 'unknown model "gold.y": use gold.x'],
  ])('%j is refused with the remedy', (input, message) => {
    expect(() => parseRequest(input, models)).toThrow(message);
  });
});

describe('small rules', () => {
  it('a day’s digest does not depend on the order of the listing', () => {
    const [a, b] = [
      { key: 'a', size: 1 },
      { key: 'b', size: 2 },
    ];

    expect(dayDigest([a, b])).toBe(dayDigest([b, a]));
    expect(dayDigest([a, { ...b, size: 3 }])).not.toBe(dayDigest([a, b]));
  });

  it('a run’s id comes from its start and execution, the same when asked again', () => {
    const id = runIdOf('2026-01-02T03:04:05.678Z', 'arn:x');

    expect(id).toMatch(/^20260102T030405Z-[0-9a-f]{6}$/);
    expect(runIdOf('2026-01-02T03:04:05.678Z', 'arn:x')).toBe(id);
    expect(runIdOf('2026-01-02T03:04:05.678Z', 'arn:y')).not.toBe(id);
  });

  it('the date of a run is local, and the refresh waits for its hour', () => {
    const settings = { ...SETTINGS, dailyModels: { hour: 2, timeZone: 'Asia/Tokyo' } };

    expect(todayOf('2026-01-01T16:30:00Z', settings)).toEqual({
      asOf: '2026-01-02',
      refreshDay: '2026-01-01',
    });
    expect(todayOf('2026-01-01T17:00:00Z', settings).refreshDay).toBe('2026-01-02');
  });

  it.each([
    ['varchar', 'string'],
    ['integer', 'int'],
    ['decimal(18, 4)', 'decimal(18,4)'],
    ['timestamp(3)', 'timestamp'],
    ['varchar(3)', 'varchar(3)'],
    [
      'array(row(id varchar, n map(varchar, integer)))',
      'array<struct<id:string,n:map<string,int>>>',
    ],
  ])('Glue calls %s %s', (athena, glue) => {
    expect(glueType(athena)).toBe(glue);
  });

  it('an execution has ended only when Step Functions says so', async () => {
    const asked = (answer: () => { status?: 'RUNNING' | 'ABORTED' }) =>
      isRunning(async () => ({ describeExecution: async () => answer() as never }))('arn');

    expect(await asked(() => ({ status: 'RUNNING' }))).toBe(true);
    expect(await asked(() => ({}))).toBe(true);
    expect(await asked(() => ({ status: 'ABORTED' }))).toBe(false);
    const gone = asked(() => {
      throw awsFault('ExecutionDoesNotExist');
    });
    expect(await gone).toBe(false);
    const denied = asked(() => {
      throw awsFault('AccessDeniedException');
    });
    await expect(denied).rejects.toThrow('AccessDenied');
  });

  it('many days are listed at once, few one by one, with the same result', async () => {
    const lake = new MemoryObjects('lake');
    const days = Array.from({ length: 150 }, (_, n) => `day-${n}`);
    for (const day of days) await lake.write(`bronze/t/arrival_date=${day}/x.parquet`, day);
    const lists: string[] = [];
    const bronze = {
      lake: {
        ...lake,
        bucket: 'lake',
        read: lake.read.bind(lake),
        write: lake.write.bind(lake),
        list: async (prefix: string) => {
          lists.push(prefix);
          return lake.list(prefix);
        },
      },
      partitionOf: () => 'arrival_date',
      filesOf: async () => [],
      sourcesOf: () => [],
    };

    const many = await listDays(bronze, { t: days });
    const few = await listDays(bronze, { t: days.slice(0, 2) });

    expect(lists).toEqual(['bronze/t/', ...[0, 1].map((n) => `bronze/t/arrival_date=day-${n}/`)]);
    expect(Object.keys(many.t ?? {})).toHaveLength(150);
    expect(few.t?.['day-1']).toEqual(many.t?.['day-1']);
  });
});
