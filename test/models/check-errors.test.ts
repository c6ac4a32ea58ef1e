import { describe, it } from 'vitest';
import { expectRefused } from './refused';
import { type Parts } from './model-text';

describe('what the compiler refuses in checks, with file and line', () => {
  it.each<[string, Parts, string]>([
    [
      'an unknown check',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [is_nice]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 unknown check is_nice: choose one of not_null',
    ],
    [
      'a check without its value',
      { more: ['checks: [expression]'] },
      ':12 check expression needs a value',
    ],
    [
      'a bound that is no number',
      {
        columns: [
          'id: {type: varchar, about: a}',
          "amount: {type: 'decimal(18,4)', about: a, checks: [{between: [a, b]}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':10 check between has a value that does not fit decimal(18,4)',
    ],
    [
      'one bound',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{between: [a]}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check between needs 2 values',
    ],
    [
      'a reference of two parts',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{references: silver.x}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check references needs <layer>.<table>.<column>',
    ],
    [
      'a reference to no model',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{references: silver.x.id}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 unknown table silver.x',
    ],
    [
      'a pattern of a number',
      {
        columns: [
          "amount: {type: 'decimal(18,4)', about: a, checks: [{pattern: x}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check pattern needs a text',
    ],
    [
      'a freshness of words',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{freshness: soon}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check freshness needs whole days',
    ],
    [
      'a freshness of an amount',
      {
        columns: [
          "amount: {type: 'decimal(18,4)', about: a, checks: [{freshness: 1}]}",
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check freshness needs a time column',
    ],
    [
      'an empty set',
      {
        columns: [
          'id: {type: varchar, about: a, checks: [{in_set: []}]}',
          'business_date: {type: varchar, about: d}',
        ],
      },
      ':9 check in_set needs at least one value',
    ],
    [
      'a drift of words',
      { more: ['checks: [{row_drift: much}]'] },
      ':12 check row_drift needs a share',
    ],
    [
      'a row count upside down',
      { more: ['checks: [{row_count_between: [5, 1]}]'] },
      ':12 check row_count_between needs [least, most]',
    ],
    [
      'an expression that is a list',
      { more: ['checks: [{expression: [1]}]'] },
      ':12 check expression needs a condition',
    ],
    [
      'unique of no column',
      { more: ['checks: [{unique: [x]}]'] },
      ':12 check unique names undeclared column x',
    ],
    [
      'two checks of one name',
      { more: ["checks: [{expression: 'id <> amount', id: a}, {expression: 'id = id', id: a}]"] },
      'check a stands twice',
    ],
    [
      'a clock in a check',
      { more: ["checks: [{expression: 'current_date > x'}]"] },
      ':12 current_date has no clock',
    ],
    [
      'a placeholder in a check',
      { more: ["checks: [{expression: 'id = ${as_of}'}]"] },
      ':12 no placeholder in a check',
    ],
    [
      'a misspelt severity',
      { more: ["checks: [{expression: 'id = id', severity: fatal}]"] },
      ':12 checks[0].severity is fatal',
    ],
  ])('%s', (_name, parts, message) => {
    expectRefused(parts, message);
  });
});
