import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIso, timeParser } from '../../lambdas/ingest-file/parse-time';
import { instantOf, isZone } from '../../lambdas/shared/wall-time';

const read = (format: string, text: string): string | undefined => {
  const time = timeParser(format)(text);
  return time === undefined ? undefined : new Date(time.wall - (time.offset ?? 0)).toISOString();
};
const at = (text: string, zone: string): string => {
  const time = parseIso(text);
  return time === undefined ? '' : new Date(instantOf(time, zone)).toISOString();
};

describe('a time format', () => {
  it.each([
    ['%y%m%d', '930101', '1993-01-01T00:00:00.000Z'],
    ['%y%m%d', '681231', '2068-12-31T00:00:00.000Z'],
    ['%Y%m%d', '19970101', '1997-01-01T00:00:00.000Z'],
    ['%d.%m.%Y %H:%M', '1.2.2017 9:05', '2017-02-01T09:05:00.000Z'],
    ['%m/%d/%Y %I:%M %p', '12/1/2010 12:26 AM', '2010-12-01T00:26:00.000Z'],
    ['%d %b %Y', '03 Mar 2021', '2021-03-03T00:00:00.000Z'],
    ['%d-%B-%Y', '3-September-2021', '2021-09-03T00:00:00.000Z'],
    ['%F %T.%f', '2021-03-03 04:05:06.789123', '2021-03-03T04:05:06.789Z'],
    ['%Y-%m-%dT%H:%M:%S%z', '2021-03-03T04:05:06+02:00', '2021-03-03T02:05:06.000Z'],
    ['%s', '1612137600', '2021-02-01T00:00:00.000Z'],
    ['%a %d/%m/%y', 'Mon 01/02/21', '2021-02-01T00:00:00.000Z'],
  ])('%s reads %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  it.each([
    ['%Y-%m-%d', '2021-02-30'],
    ['%Y-%m-%d', '2021-13-01'],
    ['%Y-%m-%d', '2021-02-01 '],
    ['%H:%M', '24:00'],
    ['%I %p', '13 pm'],
    ['%d %b', '3 foo'],
  ])('%s refuses %s', (format, text) => {
    expect(read(format, text)).toBeUndefined();
  });

  it('names the directive it does not know', () => {
    expect(() => timeParser('%Y-%k')).toThrow('unknown time directive "%k": use one of %Y');
  });
});

describe('a wall clock', () => {
  it('stands in its zone, summer and winter', () => {
    expect(at('2021-01-15 12:00', 'Europe/Prague')).toBe('2021-01-15T11:00:00.000Z');
    expect(at('2021-07-15 12:00', 'Europe/Prague')).toBe('2021-07-15T10:00:00.000Z');
    expect(at('2021-07-15', 'Asia/Tokyo')).toBe('2021-07-14T15:00:00.000Z');
  });

  it('takes the first of two equal readings, and moves on a skipped one', () => {
    expect(at('2021-10-31 02:30', 'Europe/Prague')).toBe('2021-10-31T00:30:00.000Z');
    expect(at('2021-03-28 02:30', 'Europe/Prague')).toBe('2021-03-28T01:30:00.000Z');
  });

  it('counts an offset that the text names', () => {
    expect(at('2021-07-15T12:00:00+05:30', 'Europe/Prague')).toBe('2021-07-15T06:30:00.000Z');
  });

  it('shows the reading again on the clock of the zone', () => {
    const zones = fc.constantFrom('America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
    const noon = fc.integer({ min: 0, max: 20_000 }).map((day) => day * 86_400_000 + 43_200_000);
    fc.assert(
      fc.property(zones, noon, (zone, wall) => {
        const shown = new Date(instantOf({ wall }, zone)).toLocaleString('sv-SE', {
          timeZone: zone,
        });

        expect(shown).toBe(new Date(wall).toISOString().slice(0, 19).replace('T', ' '));
      }),
    );
  });

  it('knows which zones exist', () => {
    expect([isZone('Europe/Prague'), isZone('Mars/Olympus')]).toEqual([true, false]);
  });
});
