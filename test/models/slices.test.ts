import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SliceUnit } from '../../lambdas/shared/models/model';
import {
  addDays,
  addSlices,
  isDay,
  mergeRanges,
  readRange,
  sliceOf,
  sliceRange,
  slicesBetween,
  touchedSlices,
} from '../../lambdas/shared/models/slices';

const day = fc
  .integer({ min: -30_000, max: 60_000 })
  .map((count) => new Date(count * 86_400_000).toISOString().slice(0, 10));
const unit = fc.constantFrom<SliceUnit>('day', 'week', 'month');
const sliced = (by: SliceUnit, lookback: number) => ({ slice: { by, lookback } });

describe('slices', () => {
  it.each([
    ['day', '2026-01-04', '2026-01-04'],
    ['week', '2026-01-04', '2025-12-29'],
    ['week', '2026-01-05', '2026-01-05'],
    ['week', '2020-12-31', '2020-12-28'],
    ['month', '2024-02-29', '2024-02-01'],
    ['none', '2026-01-04', 'all'],
  ] as const)('%s of %s is %s', (by, date, slice) => {
    expect(sliceOf(by, date)).toBe(slice);
  });

  it('covers every day by exactly one slice', () => {
    fc.assert(
      fc.property(unit, day, (by, date) => {
        const { start, end } = sliceRange(by, sliceOf(by, date));

        expect(start <= date && date < end).toBe(true);
        expect(sliceOf(by, addDays(end, -1))).toBe(start);
        expect(sliceOf(by, end)).toBe(end);
      }),
    );
  });

  it('begins weeks on Monday and months on the first', () => {
    fc.assert(
      fc.property(day, (date) => {
        expect(new Date(sliceOf('week', date)).getUTCDay()).toBe(1);
        expect(sliceOf('month', date).slice(8)).toBe('01');
      }),
    );
  });

  it('adds and takes away again', () => {
    fc.assert(
      fc.property(unit, day, fc.integer({ min: -500, max: 500 }), (by, date, count) => {
        const slice = sliceOf(by, date);

        expect(addSlices(by, addSlices(by, slice, count), -count)).toBe(slice);
      }),
    );
  });

  it('touches exactly the slices that read the day', () => {
    fc.assert(
      fc.property(unit, day, fc.integer({ min: 0, max: 5 }), (by, date, lookback) => {
        const model = sliced(by, lookback);
        const own = sliceOf(by, date);
        const near = Array.from({ length: 15 }, (_, at) => addSlices(by, own, at - 7));
        const reading = near.filter((slice) => {
          const { start, end } = readRange(model, slice);
          return start <= date && date < end;
        });

        expect(touchedSlices(model, date)).toEqual(reading);
      }),
    );
  });

  it('lists slices between two days without gap', () => {
    fc.assert(
      fc.property(unit, day, fc.integer({ min: 0, max: 200 }), (by, start, count) => {
        const end = addDays(start, count);
        const slices = slicesBetween(by, { start, end });
        const days = Array.from({ length: count }, (_, at) => sliceOf(by, addDays(start, at)));

        expect(slices.filter((slice) => days.includes(slice))).toEqual([...new Set(days)]);
        expect(slices.length - new Set(days).size).toBeLessThanOrEqual(count === 0 ? 1 : 0);
      }),
    );
  });

  it('merges ranges and keeps gaps', () => {
    const range = (start: string, end: string) => ({ start, end });

    expect(
      mergeRanges([
        range('2026-01-05', '2026-01-06'),
        range('2026-01-01', '2026-01-03'),
        range('2026-01-03', '2026-01-04'),
        range('2026-01-02', '2026-01-03'),
      ]),
    ).toEqual([range('2026-01-01', '2026-01-04'), range('2026-01-05', '2026-01-06')]);
  });

  it('knows a whole table as one slice', () => {
    expect(addSlices('none', 'all', 3)).toBe('all');
    expect(touchedSlices(sliced('none', 0), '2026-01-04')).toEqual(['all']);
    expect(slicesBetween('none', { start: '2026-01-01', end: '2026-01-02' })).toEqual(['all']);
    expect(slicesBetween('none', { start: '2026-01-01', end: '2026-01-01' })).toEqual([]);
    expect(() => sliceRange('none', 'all')).toThrow('no range');
  });

  it('refuses what is no day or no first day', () => {
    for (const text of ['2026-02-29', '2026-1-1', '0000-01-01', '2026-13-01', '', "2026-01-01'"]) {
      expect(isDay(text)).toBe(false);
    }
    expect(() => sliceOf('day', '2026-02-30')).toThrow('not a day');
    expect(() => sliceRange('week', '2026-01-04')).toThrow('its slice is 2025-12-29');
  });
});
