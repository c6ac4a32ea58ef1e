import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ownJson } from '../../lambdas/shared/own-json';

/** What another tool found a table to hold; see make.py. */
export interface Answer {
  readonly rows: number;
  /** Columns of the digest, whose values are equal to the last digit. */
  readonly exact: readonly string[];
  /** sha256 of the rows as lines, sorted, so that rows in another order are the same. */
  readonly digest: string;
  readonly sums: Readonly<Record<string, string>>;
  /** Rows by the value of a column with few of them. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Columns of fractions: equal but for the last digits of a double. */
  readonly near: Readonly<Record<string, { known: number; sum: number; squares: number }>>;
}
export interface Answers {
  readonly made: string;
  readonly tables: Readonly<Record<string, Answer>>;
}
/** Doubles are added up in another order by another engine. */
export const NEAR = 1e-6;
export type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export const answersOf = (name: string): Answers =>
  ownJson<Answers>(readFileSync(`test/answers/${name}.json`, 'utf8'), `${name}.json`);

const BACKSLASH_N = "'\\N'";
const lineOf = (columns: readonly string[]): string =>
  `concat_ws('|', ${columns.map((name) => `coalesce(CAST(${name} AS varchar), ${BACKSLASH_N})`).join(', ')})`;

async function sumsOf(ask: Ask, table: string, columns: readonly string[]) {
  if (columns.length === 0) return {};
  const list = columns.map((name) => `CAST(coalesce(sum(${name}), 0) AS varchar) AS ${name}`);
  const [row = {}] = await ask(`SELECT ${list.join(', ')} FROM gold.${table}`);
  return row;
}

async function countsOf(ask: Ask, table: string, column: string) {
  const rows = await ask(
    `SELECT ${column} AS word, count(*) AS rows FROM gold.${table} GROUP BY ${column}`,
  );
  const known = rows.filter(({ word }) => word !== null);
  return Object.fromEntries(
    known.map(({ word, rows: count }): [string, number] => [String(word), Number(count)]),
  );
}

/** The lake's own answer in the form of the other tool's; fractions are compared apart. */
export async function exactOf(ask: Ask, table: string, { exact, sums, counts }: Answer) {
  const rows = await ask(`SELECT ${lineOf(exact)} AS line FROM gold.${table}`);
  const lines = rows.map(({ line }) => String(line));
  const sorted = lines.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const found: Record<string, unknown> = {};
  for (const column of Object.keys(counts)) found[column] = await countsOf(ask, table, column);
  return {
    rows: rows.length,
    sums: await sumsOf(ask, table, Object.keys(sums)),
    counts: found,
    digest: createHash('sha256').update(sorted.join('\n')).digest('hex'),
  };
}

/** How far each fraction's figures are from the answer, relative to it. */
export async function distances(ask: Ask, table: string, { near }: Answer) {
  const found: Record<string, number> = {};
  for (const [column, { known, sum, squares }] of Object.entries(near)) {
    const value = `CAST(${column} AS double)`;
    const [row = {}] = await ask(
      `SELECT count(${column}) AS known, coalesce(sum(${value}), 0) AS sum, coalesce(sum(${value} * ${value}), 0) AS squares FROM gold.${table}`,
    );
    const far = (name: string, wanted: number): number =>
      Math.abs(Number(row[name]) - wanted) / Math.max(1, Math.abs(wanted));
    found[column] = Math.max(far('known', known), far('sum', sum), far('squares', squares));
  }
  return found;
}
