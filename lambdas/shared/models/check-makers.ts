import { rowsWhere, type MadeCheck } from './check-parts';
import type { Header } from './header';
import type { RawCheck } from './header-checks';
import type { ModelColumn } from './model';
import { outputColumns } from './output-columns';
import { meaningful, splitSql, withoutComments } from './sql-text';

/** A check, or why it cannot be made. */
export type Made = MadeCheck | string;
export type Maker = (check: RawCheck, column: ModelColumn, header: Header) => Made;

const NUMERIC = /^(?:bigint|integer|double|decimal)/;
/** Types that text is converted to alike on both engines. */
const CONVERTIBLE = /^(?:bigint|integer|double|date|decimal\(\d{1,2}, ?\d{1,2}\))$/;

/** The declared type is proven when the statement is bound; a text column may hold values of another. */
const type: Maker = ({ args: [value] }, column) => {
  const wanted = String(value).toLowerCase().replaceAll(' ', '');
  const about = `${column.name} is ${wanted}`;
  if (wanted === column.type) return { sql: { failing: 'CAST(0 AS bigint)' }, about };
  if (column.type !== 'varchar') return `wants ${wanted}, and the column is ${column.type}`;
  if (!CONVERTIBLE.test(wanted)) return 'needs bigint, integer, double, date or decimal(p,s)';
  const { name } = column;
  const fails = `${name} IS NOT NULL AND TRY_CAST(${name} AS ${wanted}) IS NULL`;
  return { sql: { failing: rowsWhere(fails) }, about };
};

/** 1 when the mean of a slice is outside; a slice without values has no mean and passes. */
const meanFails = (name: string, outside: (mean: string) => string): string =>
  `CASE WHEN ${outside(`avg(CAST(${name} AS double))`)} THEN 1 ELSE 0 END`;

const meanBetween: Maker = ({ args: [low, high] }, { name, type: own }) => {
  if (!NUMERIC.test(own)) return 'needs a number column';
  if (typeof low !== 'number' || typeof high !== 'number' || low > high)
    return 'needs [least, most]';
  return {
    sql: { failing: meanFails(name, (mean) => `${mean} < ${low} OR ${mean} > ${high}`) },
    about: `the mean of ${name} lies between ${low} and ${high}`,
  };
};

const scoreAtLeast: Maker = ({ args: [least] }, { name, type: own }) => {
  if (!NUMERIC.test(own)) return 'needs a number column';
  if (typeof least !== 'number') return 'needs a number, e.g. 80';
  return {
    sql: { failing: meanFails(name, (mean) => `${mean} < ${least}`) },
    about: `the mean of ${name} is at least ${least}`,
  };
};

const comparable = (one: string, two: string): boolean =>
  one === two || (NUMERIC.test(one) && NUMERIC.test(two));

const greaterThan: Maker = ({ args: [value] }, { name, type: own }, { columns }) => {
  const other = columns.find((column) => column.name === value);
  if (other === undefined) return 'needs another column of the table';
  if (!comparable(own, other.type)) return `compares ${own} with ${other.type}`;
  return {
    sql: { failing: rowsWhere(`${name} <= ${other.name}`) },
    about: `${name} is greater than ${other.name}`,
  };
};

export const MORE_MAKERS = {
  type,
  mean_between: meanBetween,
  score_at_least: scoreAtLeast,
  greater_than: greaterThan,
} as const;

/** A column that the SELECT lacks stops the compiler, so that the table has what the header declares. */
export const columnsExist = (columns: readonly string[]): MadeCheck => ({
  sql: { failing: 'CAST(0 AS bigint)' },
  about: `${columns.join(', ')} are there`,
});

/** A SELECT over the built rows that answers `slice, failing` for the slices that fail. */
export function custom({ args: [value] }: RawCheck): Made {
  if (typeof value !== 'string') return 'needs a SELECT that answers slice and failing';
  const names = outputColumns(splitSql(value))?.map(({ name }) => name) ?? [];
  if (!names.includes('slice') || !names.includes('failing'))
    return 'answers no columns slice and failing';
  const foreign = meaningful(splitSql(value)).find(
    ({ kind, text }) => kind === 'placeholder' && text !== '${built}' && text !== '${slice}',
  );
  if (foreign !== undefined) return `reads ${foreign.text}: it may read \${built}, by \${slice}`;
  return { sql: { select: withoutComments(value) }, about: 'a query of the built rows' };
}
