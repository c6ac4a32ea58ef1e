import type { Model, Reference } from './model';
import {
  checkContext,
  fillPlaceholders,
  parameterValues,
  pinnedName,
  readRanges,
  type BuildContext,
} from './placeholders';
import { sqlText } from './sql-text';

export type { BuildContext } from './placeholders';

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** Days of bronze that a sliced build reads; the partition predicate prunes, the pinned paths decide. */
function dayPredicate(model: Model, build: BuildContext, column: string): readonly string[] {
  if (column !== 'business_date') return [];
  const ranges = readRanges(model, build).map(
    ({ start, end }) => `(${column} >= ${sqlText(start)} AND ${column} < ${sqlText(end)})`,
  );
  if (ranges.length === 0) return [];
  return [ranges.length === 1 ? (ranges[0] ?? '') : `(${ranges.join('\n        OR ')})`];
}

/** The rows of a bronze dataset that lie in the objects this run has pinned, whatever arrives meanwhile. */
function pinned(
  model: Model,
  build: BuildContext,
  reference: Reference,
  columns: readonly string[],
): string {
  const { table, partition = '' } = reference;
  const read = columns.length > 0 ? columns : [partition];
  const paths = `SELECT path FROM ops.run_inputs WHERE run = ${sqlText(build.run)} AND dataset = ${sqlText(table)}`;
  const filters = [`"$path" IN (${paths})`, ...dayPredicate(model, build, partition)];
  return [
    `${pinnedName(table)} AS (`,
    `    SELECT ${read.join(', ')}`,
    `    FROM bronze.${table}`,
    `    WHERE ${filters.join('\n      AND ')}`,
    ')',
  ].join('\n');
}

/** CTEs of the pinned bronze rows: of the SELECT, or of the checks. */
export const pinnedTables = (
  model: Model,
  build: BuildContext,
  side: 'columns' | 'auditColumns',
): readonly string[] =>
  model.references
    .filter(({ layer, auditOnly }) => layer === 'bronze' && !(side === 'columns' && auditOnly))
    .flatMap((reference) => {
      const columns = reference[side];
      return columns === undefined ? [] : [pinned(model, build, reference, columns)];
    });

/** The model's SELECT with its references and parameters in place; needs the CTEs of `pinnedTables`. */
export const renderSelect = (model: Model, build: BuildContext): string =>
  fillPlaceholders(model.select, parameterValues(model, build));

function properties({ slice, compression }: Model, { location }: BuildContext): readonly string[] {
  return [
    "format = 'PARQUET'",
    `write_compression = ${sqlText(compression.toUpperCase())}`,
    `external_location = ${sqlText(location)}`,
    ...(slice.column === undefined ? [] : [`partitioned_by = ARRAY[${sqlText(slice.column)}]`]),
  ];
}

/** The query of a build: every column cast to its declared type, only the rows of the build's slices. */
export function buildQuery(model: Model, build: BuildContext): string {
  checkContext(model, build);
  const ctes = pinnedTables(model, build, 'columns');
  const casts = model.columns.map(({ name, type }) => `CAST(built.${name} AS ${type}) AS ${name}`);
  const { column } = model.slice;
  const slices = build.slices.map(sqlText).join(', ');
  return [
    ...(ctes.length === 0 ? [] : [`WITH ${ctes.join(',\n')}`]),
    `SELECT\n${indent(casts.join(',\n'))}`,
    `FROM (\n${indent(renderSelect(model, build))}\n) AS built`,
    ...(column === undefined ? [] : [`WHERE built.${column} IN (${slices})`]),
  ].join('\n');
}

/**
 * The CTAS of a build: writes a fresh prefix and a staging table, never a published one.
 * @throws Error when a value of the context does not fit its pattern
 */
export function buildSql(model: Model, build: BuildContext): string {
  const query = buildQuery(model, build);
  return [
    `CREATE TABLE staging.${build.stagingTable}`,
    `WITH (\n${indent(properties(model, build).join(',\n'))}\n)`,
    `AS\n${query}`,
  ].join('\n');
}
