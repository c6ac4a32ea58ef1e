import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../lambdas/judge-build/classify';
import { afterFailure } from '../../lambdas/judge-build/failure';
import { scrubMessage } from '../../lambdas/judge-build/scrub';
import { isRunning } from '../../lambdas/plan-run/alive';
import { dayDigest } from '../../lambdas/plan-run/digests';
import { listDays } from '../../lambdas/plan-run/listing';
import { parseRequest } from '../../lambdas/plan-run/request';
import { glueType } from '../../lambdas/shared/catalog/glue-types';
import { keepHistory } from '../../lambdas/shared/ledger/history';
import { dueModels, todayOf } from '../../lambdas/shared/plans/due';
import { runIdOf } from '../../lambdas/shared/plans/run-id';
import { awsFault } from './support/glue';
import { SETTINGS } from './support/lake';
import { LAKE_MODELS } from './support/models';
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

describe('a failure', () => {
  const athena = (reason: string, extra: object = {}) => ({
    error: 'States.TaskFailed',
    cause: JSON.stringify({
      QueryExecution: { Status: { State: 'FAILED', StateChangeReason: reason, ...extra } },
    }),
    stage: 'ctas',
  });
  it.each([
    ['SYNTAX_ERROR: line 3:8: Column x cannot be resolved', 'hopeless'],
    ['TYPE_MISMATCH: line 1:1: types differ', 'hopeless'],
    ['TABLE_NOT_FOUND: line 1:1', 'hopeless'],
    ['Insufficient permissions to execute the query', 'hopeless'],
    ['Access Denied (Service: Amazon S3)', 'hopeless'],
    ['DIVISION_BY_ZERO: Division by zero', 'hopeless'],
    ['HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100', 'hopeless'],
    ['Query exhausted resources at this scale factor', 'retryable'],
    ['HIVE_PATH_ALREADY_EXISTS: Target directory exists', 'retryable'],
    ['GENERIC_INTERNAL_ERROR: null', 'retryable'],
    ['something nobody has seen', 'retryable'],
    ['Please reduce your request rate (SlowDown)', 'throttle'],
    ['TooManyRequestsException: Rate exceeded', 'throttle'],
  ])('%s is %s', (reason, kind) => {
    expect(classifyFailure(athena(reason)).kind).toBe(kind);
  });

  it('is what Athena says where no pattern knows', () => {
    const told = athena('odd', { AthenaError: { Retryable: false } });

    expect(classifyFailure(told).kind).toBe('hopeless');
  });

  it('of a time limit may mend, one of our own steps does not', () => {
    expect(classifyFailure({ error: 'States.Timeout', cause: '', stage: 'audit' }).kind).toBe(
      'retryable',
    );
    const lambda = { errorType: 'StaleFenceError', errorMessage: 'taken over' };
    const own = { error: 'StaleFenceError', cause: JSON.stringify(lambda), stage: 'publish' };
    expect(classifyFailure(own)).toEqual({
      kind: 'hopeless',
      message: 'StaleFenceError: taken over',
    });
  });

  it('is found in a cause that Step Functions has cut', () => {
    const { cause } = athena('SYNTAX_ERROR: line 1:1: odd');

    expect(classifyFailure({ ...athena(''), cause: cause.slice(0, -3) }).kind).toBe('hopeless');
  });

  it('pauses longer after a throttle, drawn at random, and stops after the third attempt', () => {
    const [model] = LAKE_MODELS;
    if (model === undefined) throw new Error('no model');
    const step = (attempt: number, random: number) =>
      afterFailure(model, { run: 'r', build: 'b', attempt }, athena('Rate exceeded'), random);

    expect(step(1, 0)).toMatchObject({ next: 'retry', attempt: 2, waitSeconds: 1 });
    expect(step(2, 0.99)).toMatchObject({ next: 'retry', attempt: 3, waitSeconds: 119 });
    expect(step(3, 0)).toMatchObject({ next: 'fail', error: 'Sluice.Throttled' });
  });
});

describe('a message', () => {
  const sql = 'SELECT amount, business_date FROM ${bronze}.transactions';
  it.each([
    ["Cannot cast 'john@x.org' to BIGINT", 'john'],
    ['Value cannot be cast to date: 2019-99-99', '2019'],
    ['Invalid format: "4111 1111 1111 1111"', '4111'],
    ['bad row 4111111111111111 at end', '4111'],
    ["INVALID_FUNCTION_ARGUMENT: it''s 'O''Neil' here", 'Neil'],
    ['mail john@x.org here', 'john'],
  ])('%s loses what it quotes', (message, secret) => {
    expect(scrubMessage(message, sql)).not.toContain(secret);
  });

  it('keeps names of the model’s own SQL, and positions', () => {
    const message = "COLUMN_NOT_FOUND: line 12:7: Column 'amount' of 'silver' cannot be resolved";

    expect(scrubMessage(message, sql)).toBe(
      "COLUMN_NOT_FOUND: line 12:7: Column 'amount' of '…' cannot be resolved",
    );
  });
});

describe('history', () => {
  const at = (publishedAt: string) => ({
    run: publishedAt,
    fence: 1,
    location: 'l',
    rows: 1,
    bytes: 1,
    signature: 's',
    fingerprint: 'f',
    publishedAt,
  });
  const kept = (times: readonly string[]) =>
    keepHistory(times.map(at), '2026-01-10T12:00:00Z').map(({ run }) => run);

  it('keeps all of 24 hours, then the last of each day for a week', () => {
    const times = [
      '2026-01-10T11:00:00Z',
      '2026-01-10T10:00:00Z',
      '2026-01-10T09:00:00Z',
      '2026-01-09T13:00:00Z',
      '2026-01-09T11:00:00Z',
      '2026-01-08T20:00:00Z',
      '2026-01-08T10:00:00Z',
      '2026-01-04T10:00:00Z',
      '2026-01-02T10:00:00Z',
    ];

    expect(kept(times)).toEqual([...times.slice(0, 4), times[5], times[7]]);
  });

  it('never keeps fewer than three', () => {
    const old = ['2025-01-03T00:00:00Z', '2025-01-02T00:00:00Z', '2025-01-01T00:00:00Z'];

    expect(kept([...old, '2024-01-01T00:00:00Z'])).toEqual(old);
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

describe('the moved keys', () => {
  const [any] = LAKE_MODELS;
  if (any === undefined) throw new Error('no model');
  const moved = { ...any, name: 'silver.moved_transactions', refresh: 'daily' } as const;
  const due = (
    refreshedFor: string | undefined,
    movedKeys: 'daily' | 'weekly' | 'monthly',
  ): readonly string[] =>
    dueModels(
      [moved],
      new Map(refreshedFor ? [[moved.name, { model: moved.name, refreshedFor }]] : []),
      { ...SETTINGS, dailyModels: { hour: 2, timeZone: 'UTC' }, movedKeys },
      { asOf: '2026-02-08', refreshDay: '2026-02-08' },
    );

  it.each([
    [undefined, 'weekly', true],
    ['2026-02-02', 'weekly', false],
    ['2026-02-01', 'weekly', true],
    ['2026-02-07', 'daily', true],
    ['2026-02-08', 'daily', false],
    ['2026-01-10', 'monthly', false],
    ['2026-01-09', 'monthly', true],
  ] as const)('refreshed for %s and looked for %s are due: %s', (refreshedFor, every, isDue) => {
    expect(due(refreshedFor, every)).toEqual(isDue ? [moved.name] : []);
  });
});
