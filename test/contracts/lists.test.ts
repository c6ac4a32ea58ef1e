import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { countries } from '../../lambdas/shared/gate/lists/countries';
import { minorUnits, withdrawnCurrencies } from '../../lambdas/shared/gate/lists/currencies';
import { timeZones } from '../../lambdas/shared/gate/lists/time-zones';

const folder = new URL('../../../shared/data/reference/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.log('SKIP reference lists: ../shared/data/reference is absent');

type Row = Readonly<Record<string, string>>;
const rowsOf = (file: string): readonly Row[] =>
  parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true });

describe.skipIf(!isThere)('the reference lists that ship with the gate', () => {
  it('hold every active currency with its minor units', () => {
    const active = rowsOf('iso-4217.csv').filter(
      (row) => row['AlphabeticCode'] !== '' && row['WithdrawalDate'] === '',
    );
    const expected = new Map(
      active.map((row) => [
        row['AlphabeticCode'],
        row['MinorUnit'] === '-' ? 4 : Number(row['MinorUnit']),
      ]),
    );

    expect(expected.size).toBeGreaterThan(170);
    expect(new Map(minorUnits)).toEqual(expected);
  });

  it('hold the last month of every currency withdrawn since 1990', () => {
    const last = new Map<string, string>();
    for (const row of rowsOf('iso-4217.csv')) {
      const code = row['AlphabeticCode'] ?? '';
      const month = /[0-9]{4}-[0-9]{2}$/.exec(row['WithdrawalDate'] ?? '')?.[0] ?? '';
      if (month >= '1990-01' && !minorUnits.has(code) && month > (last.get(code) ?? '')) {
        last.set(code, month);
      }
    }

    expect(last.size).toBeGreaterThan(80);
    expect(new Map(withdrawnCurrencies)).toEqual(last);
  });

  it('hold every country', () => {
    const expected = new Set(rowsOf('iso-3166.csv').map((row) => row['ISO3166-1-Alpha-2']));

    expect(expected.size).toBeGreaterThan(240);
    expect(new Set(countries)).toEqual(expected);
  });
});

describe('the time zones', () => {
  it('are known to the engine, each of them', () => {
    const unknown = [...timeZones].filter((timeZone) => {
      try {
        new Intl.DateTimeFormat('en-US', { timeZone });
        return false;
      } catch {
        return true;
      }
    });

    expect(unknown).toEqual([]);
    expect(timeZones.size).toBeGreaterThan(590);
  });

  it('hold every zone that the engine knows', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !timeZones.has(zone))).toEqual([]);
    expect(timeZones.has('UTC')).toBe(true);
  });
});
