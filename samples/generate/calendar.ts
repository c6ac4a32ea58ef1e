import type { Span } from './datasets';

/** Holidays that fall on the same day every year: month, day, name. */
const FIXED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  US: [
    ['01-01', "New Year's Day"],
    ['07-04', 'Independence Day'],
    ['11-11', 'Veterans Day'],
    ['12-25', 'Christmas Day'],
  ],
  DE: [
    ['01-01', 'Neujahr'],
    ['05-01', 'Tag der Arbeit'],
    ['10-03', 'Tag der Deutschen Einheit'],
    ['12-25', 'Erster Weihnachtstag'],
    ['12-26', 'Zweiter Weihnachtstag'],
  ],
  GB: [
    ['01-01', "New Year's Day"],
    ['12-25', 'Christmas Day'],
    ['12-26', 'Boxing Day'],
  ],
  JP: [
    ['01-01', 'Ganjitsu'],
    ['02-11', 'Kenkoku Kinen no Hi'],
    ['11-03', 'Bunka no Hi'],
  ],
};

/** Of every year that a history touches. */
export function holidaysOf({ first, until }: Span): readonly object[] {
  const [from, to] = [first, until].map((time) => new Date(time).getUTCFullYear());
  const years = Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, at) => (from ?? 0) + at);
  return years.flatMap((year) =>
    Object.entries(FIXED).flatMap(([country, days]) =>
      days.map(([day, name]) => ({ country, holiday_date: `${year}-${day}`, name })),
    ),
  );
}

const country = (code: string, name: string, more: object): object => ({
  country: code,
  name,
  ...more,
});
const EUROPE = { continent: 'Europe', region: 'EMEA' };

/** Where the sample's people and shops are, and two countries that only payments come from. */
export const countries: readonly object[] = [
  country('US', 'United States', {
    ...{ continent: 'North America', region: 'Americas', currency: 'USD' },
    ...{ time_zone: 'America/New_York', is_eu: false, risk: 'low' },
  }),
  country('DE', 'Germany', { ...EUROPE, currency: 'EUR', is_eu: true, risk: 'low' }),
  country('GB', 'United Kingdom', { ...EUROPE, currency: 'GBP', is_eu: false, risk: 'low' }),
  country('CH', 'Switzerland', { ...EUROPE, currency: 'CHF', is_eu: false, risk: 'medium' }),
  country('JP', 'Japan', { continent: 'Asia', region: 'APAC', currency: 'JPY', risk: 'low' }),
  country('PA', 'Panama', { continent: 'North America', region: 'Americas', risk: 'high' }),
];
