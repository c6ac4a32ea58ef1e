import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, formatInstant, readDay, readInstant } from '../../lambdas/shared/gate/instant';
import { businessDay } from '../../lambdas/shared/gate/zone';
import { codesOf } from './door';

const DAY_MS = 86_400_000;

describe('an instant', () => {
  it('is read as the platform reads it, for every valid one', () => {
    const times = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2199, 11, 31) });

    fc.assert(
      fc.property(times, (ms) => {
        const text = new Date(ms).toISOString();
        expect(readInstant(text)).toBe(ms);
        expect(formatInstant(ms)).toBe(text);
        expect(readDay(text.slice(0, 10))).toBe(Math.floor(ms / DAY_MS));
        expect(formatDay(Math.floor(ms / DAY_MS))).toBe(text.slice(0, 10));
      }),
    );
  });

  it('may have any offset and up to nine digits of a second', () => {
    expect(readInstant('2026-06-15T10:00:00.123456789-03:30')).toBe(
      Date.UTC(2026, 5, 15, 13, 30, 0, 123),
    );
    expect(readInstant('2026-06-15T10:00:00.5Z')).toBe(Date.UTC(2026, 5, 15, 10, 0, 0, 500));
    expect(readInstant('2026-06-15T10:00:00.05-00:00')).toBe(Date.UTC(2026, 5, 15, 10, 0, 0, 50));
  });

  it.each([
    '',
    'x',
    '2026-06-15T10:00Z',
    '2026-06-15t10:00:00z',
    '2026-00-10T10:00:00Z',
    '2026-06-15T10:00:00Zx',
    '20a6-06-15T10:00:00Z',
    '2026-06-15T10:00:00+05:60',
    '2026-04-31T10:00:00Z',
    '2200-01-01T00:00:00Z',
  ])('is not %j', (text) => {
    expect(readInstant(text)).toBeNaN();
  });
});

describe('the business day', () => {
  it.each([
    ['2026-06-15T03:30:00Z', 'America/New_York', 0, '2026-06-14'],
    ['2026-06-15T22:30:00Z', 'Europe/Berlin', 0, '2026-06-16'],
    ['2026-06-15T18:20:00Z', 'Asia/Kathmandu', 0, '2026-06-16'],
    ['2026-06-16T02:59:00Z', 'UTC', 3, '2026-06-15'],
    ['2026-06-16T03:00:00Z', 'UTC', 3, '2026-06-16'],
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', 2, '2026-03-28'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', 2, '2026-03-29'],
    ['2026-12-31T23:30:00Z', 'Pacific/Kiritimati', 0, '2027-01-01'],
    ['1997-01-01T00:00:00Z', 'UTC', 0, '1997-01-01'],
  ])('of %s in %s after %i is %s', (time, zone, cutoff, day) => {
    expect(businessDay(Date.parse(time), zone, cutoff)).toBe(day);
  });

  it('does not depend on which instant was asked first', () => {
    const at = Date.UTC(1911, 2, 10, 23, 52);
    const first = businessDay(at, 'Europe/Paris', 0);

    businessDay(at - 120_000, 'Europe/Paris', 0);
    expect(businessDay(at, 'Europe/Paris', 0)).toBe(first);
  });
});

describe('texts of a file', () => {
  it('stand for integers and truths', () => {
    expect(codesOf({ store_id: 's', is_active: 'true' }, 'stores')).toEqual([]);
    expect(codesOf({ store_id: 's', is_active: 'yes' }, 'stores')).toEqual(['field.type']);
  });
});
