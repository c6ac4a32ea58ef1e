import type { Model } from './model';
import { opsDataset } from './ops-tables';
import {
  checkContext,
  fillPlaceholders,
  parameterValues,
  readRanges,
  type BuildContext,
  type PinnedRows,
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

/**
 * The rows of bronze or ops that lie in the objects this run has pinned, whatever arrives meanwhile. A subquery where it is
 * used, not a shared CTE: engines that keep the rows of a shared one would keep all of bronze.
 */
export function pinnedRows(
  model: Model,
  build: BuildContext,
  side: 'columns' | 'auditColumns',
): PinnedRows {
  return (layer, table) => {
    const found = model.references.find((one) => one.layer === layer && one.table === table);
    const dataset = layer === 'ops' ? opsDataset(table) : table;
    const { partition = '', [side]: used = [] } = found ?? {};
    const columns = used.length > 0 ? used : [partition];
    const paths = `SELECT path FROM ops.run_inputs WHERE run = ${sqlText(build.run)} AND dataset = ${sqlText(dataset)}`;
    const filters = [`"$path" IN (${paths})`, ...dayPredicate(model, build, partition)];
    return [
      '(',
      `    SELECT ${columns.join(', ')}`,
      `    FROM ${layer}.${table}`,
      `    WHERE ${filters.join('\n      AND ')}`,
      ')',
    ].join('\n');
  };
}

/** The model's SELECT with its references and parameters in place. */
export const modelQuery = (model: Model, build: BuildContext): string =>
  fillPlaceholders(
    model.select,
    parameterValues(model, build),
    pinnedRows(model, build, 'columns'),
  );

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
  const casts = model.columns.map(({ name, type }) => `CAST(built.${name} AS ${type}) AS ${name}`);
  const { column } = model.slice;
  const slices = build.slices.map(sqlText).join(', ');
  return [
    `SELECT\n${indent(casts.join(',\n'))}`,
    `FROM (\n${indent(modelQuery(model, build))}\n) AS built`,
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
