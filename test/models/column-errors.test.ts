import { describe, it } from 'vitest';
import { expectRefused } from './refused';
import { type Parts } from './model-text';

describe('what the compiler refuses in columns, with file and line', () => {
  it.each<[string, Parts, string]>([
    [
      'a type Athena writes otherwise',
      { columns: ['id: {type: text, about: a}', 'business_date: {type: varchar, about: d}'] },
      ':9 column id has type text: choose one of varchar',
    ],
    [
      'a column without meaning',
      { columns: ['id: {type: varchar}', 'business_date: {type: varchar, about: d}'] },
      ':9 field columns.id.about is missing',
    ],
    [
      'a column that is no map',
      { columns: ['id: varchar', 'business_date: {type: varchar, about: d}'] },
      ':9 columns.id must be a map',
    ],
    [
      'a column in capitals',
      { columns: ['ID: {type: varchar, about: a}', 'business_date: {type: varchar, about: d}'] },
      ':9 column ID: write lower case',
    ],
    [
      'the slice column not last',
      {
        columns: [
          'business_date: {type: varchar, about: d}',
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a}",
        ],
      },
      ':8 slice column business_date must be declared last',
    ],
    [
      'a slice column that is no varchar',
      {
        columns: [
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a}",
          'business_date: {type: date, about: d}',
        ],
      },
      ':11 slice column business_date must be varchar',
    ],
  ])('%s', (_name, parts, message) => {
    expectRefused(parts, message);
  });
});
