import { describe, it } from 'vitest';
import { expectRefused } from './refused';
import { type Parts } from './model-text';

describe('what the compiler refuses in a header, with file and line', () => {
  it.each<[string, Parts, string]>([
    ['a missing title', { header: { title: undefined } }, ':1 field title is missing'],
    ['a missing grain', { header: { grain: undefined } }, 'field grain is missing'],
    ['a missing domain', { header: { domain: undefined } }, 'field domain is missing'],
    ['an unknown domain', { header: { domain: 'toys' } }, ':5 domain is toys: choose banking'],
    ['a missing key', { header: { key: undefined } }, 'key must list at least one column'],
    ['a key that is no list', { header: { key: 'id' } }, ':4 key must be a list'],
    [
      'a key without such a column',
      { header: { key: '[ida]' } },
      ':4 key names undeclared column ida',
    ],
    [
      'a misspelt field',
      { more: ['refesh: run'] },
      ':12 unknown field refesh: known here are title',
    ],
    ['a broken YAML', { more: ['x: [1'] }, 'header is not YAML'],
    ['a missing slice', { header: { slice: undefined } }, 'field slice is missing'],
    [
      'a slice without unit',
      { header: { slice: '{column: business_date}' } },
      ':6 field slice.by is missing',
    ],
    [
      'an unknown unit',
      { header: { slice: '{by: year, column: business_date}' } },
      ':6 slice.by is year: choose day, week',
    ],
    [
      'a slice without column',
      { header: { slice: '{by: day}' } },
      ':6 field slice.column is missing',
    ],
    [
      'a lookback that is no number',
      { header: { slice: '{by: day, column: business_date, lookback: -1}' } },
      ':6 slice.lookback must be a whole number',
    ],
    [
      'a whole table with a column',
      { header: { slice: '{by: none, column: business_date}' } },
      ':6 a whole table has no slice column',
    ],
    [
      'a whole table with a lookback',
      { header: { slice: '{by: none, lookback: 2}' } },
      ':6 a whole table has no lookback',
    ],
    [
      'depend_by of a sliced table',
      { header: { depend_by: 'business_date' } },
      ':8 only a whole table has depend_by',
    ],
    [
      'an unknown refresh',
      { header: { refresh: 'hourly' } },
      ':7 refresh is hourly: choose run, daily',
    ],
    [
      'a list where a text belongs',
      { header: { title: '[a]' } },
      ':2 title must be a single value',
    ],
    ['a number where a text belongs', { header: { title: '5' } }, ':2 title must be a text'],
  ])('%s', (_name, parts, message) => {
    expectRefused(parts, message);
  });
});
