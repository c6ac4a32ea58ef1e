import { describe, expect, it } from 'vitest';
import { keepHistory } from '../../lambdas/shared/ledger/history';
import { dueModels, refreshOf } from '../../lambdas/shared/plans/due';
import { SETTINGS } from './support/lake';
import { LAKE_MODELS } from './support/models';

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

describe('a weekly table', () => {
  const [any] = LAKE_MODELS;
  if (any === undefined) throw new Error('no model');
  const weekly = { ...any, name: 'gold.customer_rfm', refresh: 'weekly' } as const;

  it.each([
    ['2026-02-02', false],
    ['2026-02-01', true],
  ])('refreshed for %s is due on the 8th: %s', (refreshedFor, isDue) => {
    const due = dueModels(
      [weekly],
      new Map([[weekly.name, { model: weekly.name, refreshedFor }]]),
      { ...SETTINGS, dailyModels: { hour: 2, timeZone: 'UTC' } },
      { asOf: '2026-02-08', refreshDay: '2026-02-08' },
    );

    expect(due).toEqual(isDue ? [weekly.name] : []);
  });

  it('is built by every run where daily tables are', () => {
    expect(refreshOf(weekly, { ...SETTINGS, dailyModels: 'every-run' })).toBe('run');
  });
});
