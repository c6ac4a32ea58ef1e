import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIALECT_GAPS } from '../../lambdas/shared/models/dialect';
import { checkForbidden } from '../../lambdas/shared/models/forbidden';
import { createEngine } from '../../local/athena/engine';
import type { Engine } from '../../local/athena/engine';
import { AthenaFault } from '../../local/athena/fault';
import { givenTables } from '../../local/athena/given-tables';
import { expectedOutcome, readExpressions } from './real-values';

/** 251 expressions with the value and type that a real Trino 476 gave. */
const expressions = readExpressions(
  readFileSync(new URL('../fixtures/athena/expressions-476.txt', import.meta.url), 'utf8'),
);
const gaps = new Map(
  DIALECT_GAPS.flatMap((gap) => gap.expressions.map((expression) => [expression, gap])),
);

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ resolveLocation: (uri) => uri, tables: givenTables() });
});
afterAll(() => engine.close());

async function outcome(expression: string): Promise<string> {
  try {
    const { rows, columns } = await engine.query(`SELECT ${expression}`);
    const value = rows[0]?.[0] ?? null;
    return value === null ? 'NULL' : `${value} ${columns[0]?.type ?? ''}`;
  } catch (error) {
    return error instanceof AthenaFault ? error.code : 'no athena fault';
  }
}

test('covers all 251 expressions', () => {
  expect(expressions).toHaveLength(251);
});

test.each(expressions.map((item) => [item.expression, item] as const))(
  'answers %s like Trino, or lists it as a gap',
  async (expression, item) => {
    const answer = await outcome(expression);

    const same = answer === expectedOutcome(item);
    expect({ answer, same }).toEqual({ answer, same: !gaps.has(expression) });
  },
);

test('every listed expression is one of the 251', () => {
  const known = new Set(expressions.map(({ expression }) => expression));

  expect([...gaps.keys()].filter((expression) => !known.has(expression))).toEqual([]);
});

test.each([...gaps.keys()].map((expression) => [expression] as const))(
  'a model that uses %s fails the lint',
  (expression) => {
    const problems: string[] = [];

    checkForbidden(`SELECT ${expression} AS x`, 1, (_line, message) => problems.push(message));

    expect(problems).not.toEqual([]);
  },
);

test.each([
  ['CAST(CAST(99999999.9999 AS double) AS decimal(20,10))', '99999999.9999000000 decimal(20,10)'],
  ['CAST(CAST(1.00005 AS double) AS decimal(18,4))', '1.0001 decimal(18,4)'],
  ['TRY_CAST(CAST(1e30 AS double) AS decimal(18,4))', 'NULL'],
])('makes of %s a decimal of the digits that the double prints', async (expression, expected) => {
  expect((await outcome(expression)).replace(', ', ',')).toBe(expected);
});
