import { describe, expect, it } from 'vitest';
import { missingFiles } from '../../lambdas/check-health/expected';
import { layerAge } from '../../lambdas/check-health/freshness';
import { unaccounted, unreconciled } from '../../lambdas/check-health/imbalance';
import { judgedFiles, refusedSources, rejectShares } from '../../lambdas/check-health/shares';
import { silentMinutes } from '../../lambdas/check-health/silence';
import { endedDay, judgeVolume, volumeDays } from '../../lambdas/check-health/volume';
import type { FileItem, RunItem } from '../../lambdas/shared/ledger/items';
import type { BusinessHours } from '../../lambdas/shared/settings';
import { healthSettings } from './support';

const at = (time: string): number => Date.parse(time);
const file = (given: Partial<FileItem>): FileItem => ({
  dataset: 'products',
  sha256: 'a',
  gateVersion: '2',
  source: 'shop',
  key: 'shop/products/a.csv',
  status: 'finished',
  ingestedAt: '2026-03-02T05:00:00.000Z',
  ...given,
});
const run = (startedAt: string, given: Partial<RunItem> = {}): RunItem => ({
  run: startedAt,
  execution: 'e',
  status: 'SUCCEEDED',
  startedAt,
  request: {},
  tables: [],
  ...given,
});
const outcome = (model: string, status: 'published' | 'failed') => ({
  model,
  status,
  slices: 1,
  rows: 1,
  scannedBytes: 1,
  reasons: [],
});

describe('silence', () => {
  const hours: BusinessHours = {
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
    from: 8,
    to: 18,
    timeZone: 'Europe/Berlin',
  };

  it('counts minutes since the newest record within business hours of the zone', () => {
    // Monday, 10:00 in Berlin
    const now = at('2026-03-02T09:00:00Z');

    expect(silentMinutes(at('2026-03-02T08:20:00Z'), now, hours)).toBe(40);
    expect(silentMinutes(at('2026-03-01T08:20:00Z'), now, hours)).toBe(120);
    expect(silentMinutes(undefined, now, hours)).toBe(120);
  });

  it('is nothing at night, on closed days and where nobody waits for records', () => {
    expect(silentMinutes(undefined, at('2026-03-02T06:59:00Z'), hours)).toBe(0);
    expect(silentMinutes(undefined, at('2026-03-02T17:00:00Z'), hours)).toBe(0);
    expect(silentMinutes(undefined, at('2026-03-01T11:00:00Z'), hours)).toBe(0);
    expect(silentMinutes(undefined, at('2026-03-02T09:00:00Z'), 'off')).toBe(0);
  });

  it('follows the clock of the zone into summer', () => {
    // Monday, 08:30 in Berlin: an hour earlier by UTC than in winter
    expect(silentMinutes(undefined, at('2026-03-30T06:30:00Z'), hours)).toBe(30);
  });
});

describe('the volume of a day', () => {
  const rows = (values: readonly (number | undefined)[]): ReadonlyMap<string, number> =>
    new Map(
      volumeDays('2026-03-02').flatMap((day, index): [string, number][] => {
        const value = values[index];
        return value === undefined ? [] : [[day, value]];
      }),
    );

  it('is judged against the same weekdays of eight weeks', () => {
    expect(volumeDays('2026-03-02').slice(0, 3)).toEqual([
      '2026-03-02',
      '2026-02-23',
      '2026-02-16',
    ]);
    expect(volumeDays('2026-03-02')).toHaveLength(9);
    expect(judgeVolume('2026-03-02', rows([400, 1000, 1010, 990, 1000]))?.sigmas).toBeLessThan(-3);
    expect(judgeVolume('2026-03-02', rows([1005, 1000, 1010, 990, 1000]))?.sigmas).toBeCloseTo(0.1);
  });

  it('is nothing for a day without a slice, and unknown in a new lake', () => {
    expect(judgeVolume('2026-03-02', rows([undefined, 9, 9, 9, 9]))?.rows).toBe(0);
    expect(judgeVolume('2026-03-02', rows([100, 9, 9, 9]))).toBeUndefined();
  });

  it('is that of the newest day which has been over for three hours, by the zone and its cut-off', () => {
    const settings = healthSettings({ businessDay: { timeZone: 'Asia/Tokyo', cutoffHour: 4 } });

    // 07:30 in Tokyo: the day that began on the 2nd ended at 04:00 and has had its time
    expect(endedDay(at('2026-03-02T22:30:00Z'), settings)).toBe('2026-03-02');
    expect(endedDay(at('2026-03-02T21:30:00Z'), settings)).toBe('2026-03-01');
  });
});

describe('the age of a layer', () => {
  const now = at('2026-03-02T10:00:00Z');

  it('is that of the newest run that left it whole', () => {
    const runs = [
      run('2026-03-02T09:45:00Z', {
        status: 'FAILED',
        tables: [outcome('silver.transactions', 'published'), outcome('gold.x', 'failed')],
      }),
      run('2026-03-02T09:30:00Z'),
    ];

    expect(layerAge('silver', runs, [], now)).toBe(15);
    expect(layerAge('gold', runs, [], now)).toBe(30);
  });

  it('counts a quiet run, unless something of the layer stands blocked', () => {
    const runs = [
      run('2026-03-02T09:45:00Z', { status: 'NOTHING_TO_DO' }),
      run('2026-03-02T08:00:00Z'),
    ];

    expect(layerAge('gold', runs, [], now)).toBe(15);
    expect(layerAge('gold', runs, ['gold.x'], now)).toBe(120);
    expect(layerAge('silver', runs, ['gold.x'], now)).toBe(15);
  });

  it('grows while runs fail as a whole or do not end', () => {
    const runs = [
      run('2026-03-02T09:45:00Z', { status: 'RUNNING' }),
      run('2026-03-02T09:00:00Z', { status: 'FAILED', error: 'States.Timeout' }),
    ];

    expect(layerAge('silver', runs, [], now)).toBe(60);
    expect(layerAge('silver', [], [], now)).toBeUndefined();
  });
});

describe('the books', () => {
  it('count what a reconcile found to differ, one at least', () => {
    const reasons = [
      'reconcile:recount: 2 against "x" (transactions built 10 source 12; versions built 20 source 27; amount built 1.0000 source 99.0000)',
      'reconcile:recount: 1 against "x" (revenue built 1.0000 source 9.0000)',
      'not_null:amount: 3 against "x"',
    ];

    expect(unreconciled(reasons)).toBe(7 + 1);
    expect(unreconciled([])).toBe(0);
  });

  it('count records of files that are neither accepted nor rejected', () => {
    const files = [
      file({ received: 10, accepted: 7, rejected: 3 }),
      file({ received: 10, accepted: 7, rejected: 1 }),
      file({ status: 'failed', received: 10 }),
    ];

    expect(unaccounted(files)).toBe(2);
  });
});

describe('reject shares', () => {
  it('are by source over both doors, the worst first', () => {
    const shares = rejectShares(
      [
        { source: 'pos', accepted: 80, rejected: 20 },
        { source: 'web', accepted: 100, rejected: 0 },
        { source: 'pos', accepted: 100, rejected: 0 },
      ],
      100,
    );

    expect(shares).toEqual([
      { source: 'pos', records: 200, share: 0.1 },
      { source: 'web', records: 100, share: 0 },
    ]);
  });

  it('leave out sources that have sent little', () => {
    expect(rejectShares([{ source: 'new', accepted: 1, rejected: 2 }], 100)).toEqual([]);
    expect(rejectShares([{ source: 'none', accepted: 0, rejected: 0 }], 0)).toEqual([]);
  });

  it('look at recent files, and name sources whose file was refused as a whole', () => {
    const files = [
      file({ source: 'old', ingestedAt: '2026-02-01T00:00:00.000Z', accepted: 1 }),
      file({ source: 'shop', accepted: 5, rejected: 2 }),
      file({ source: 'bank', status: 'failed' }),
    ];

    expect(judgedFiles(files, '2026-03-01')).toEqual([
      { source: 'shop', accepted: 5, rejected: 2 },
    ]);
    expect(refusedSources(files, '2026-03-01')).toEqual(['bank']);
  });
});

describe('expected files', () => {
  const expected = [{ source: 'shop', dataset: 'products', byHour: 6 }];

  it('are missing from their hour on, until they are loaded', () => {
    expect(missingFiles(expected, [], at('2026-03-02T05:59:00Z'))).toEqual([]);
    expect(missingFiles(expected, [], at('2026-03-02T06:00:00Z'))).toEqual(expected);
    expect(missingFiles(expected, [file({})], at('2026-03-02T06:00:00Z'))).toEqual([]);
  });

  it("are not yesterday's, another source's, or half loaded", () => {
    const now = at('2026-03-02T07:00:00Z');
    const others = [
      file({ ingestedAt: '2026-03-01T05:00:00.000Z' }),
      file({ source: 'other' }),
      file({ status: 'claimed' }),
      file({ status: 'failed' }),
    ];

    expect(missingFiles(expected, others, now)).toEqual(expected);
  });

  it('may be named by the section of a mapping', () => {
    const claims = [file({ dataset: 'transactions', section: 'products' })];

    expect(missingFiles(expected, claims, at('2026-03-02T07:00:00Z'))).toEqual([]);
  });
});
