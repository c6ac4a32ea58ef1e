import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIALECT_GAPS } from '../../lambdas/shared/models/dialect';
import { FUNCTIONS as ALLOWED } from '../../lambdas/shared/models/functions';
import { FUNCTIONS } from '../../local/athena/function-names';
import { SPECIAL } from '../../local/athena/special-calls';

const PAGE = new URL('../../docs/dialect.md', import.meta.url);

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page as the list of gaps gives it. */
function page(): string {
  const rows = DIALECT_GAPS.map(
    ({ title, laptop, instead }) => `| ${cell(title)} | ${cell(laptop)} | ${cell(instead)} |`,
  );
  const examples = DIALECT_GAPS.map(
    ({ title, expressions }) =>
      `## ${title}\n\n${expressions.map((expression) => `- \`${expression}\``).join('\n')}\n`,
  );
  const count = DIALECT_GAPS.flatMap(({ expressions }) => expressions).length;
  return [
    '# The SQL dialect on the laptop',
    '',
    'Models are written in Athena’s SQL (Trino’s). On the laptop DuckDB answers it: a rewriter and a prelude of macros',
    `give Trino’s results. Of 251 expressions with values from a real Trino 476, ${251 - count} agree in value and type;`,
    `the other ${count} are below, and a model that uses one fails \`npx sluice lint\`. Two differences no list can`,
    'hold: the laptop compares values of different types where Trino refuses to, and it prints every timestamp with',
    'milliseconds, as Athena does. `npm run conformance:trino` runs every statement of every model on both.',
    '',
    '| What | On the laptop | Write instead |',
    '|---|---|---|',
    ...rows,
    '',
    ...examples,
  ].join('\n');
}

test('docs/dialect.md is the list of gaps (UPDATE_DOCS=1 writes it)', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page());

  expect(readFileSync(PAGE, 'utf8')).toBe(page());
});

test('every function that a model may call is known to the engine', () => {
  const unknown = [...ALLOWED].filter(
    (name) => !FUNCTIONS.has(name) && !(name.toUpperCase() in SPECIAL),
  );

  expect(unknown).toEqual([]);
});
