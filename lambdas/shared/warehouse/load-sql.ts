import { LAKE_SCHEMA, martTable, type LoadedModel } from './table';

/**
 * The statements that replace slices of a copy by what is published, to be run in one transaction. The last one
 * fails, and takes the others back, unless as many rows are there as the ledger says were published.
 * @param rows of all the slices
 */
export function loadStatements(
  model: LoadedModel,
  slices: readonly string[],
  rows: number,
): readonly string[] {
  const target = martTable(model);
  const columns = model.columns.map(({ name }) => name).join(', ');
  const where = whereOf(model, slices);
  return [
    `DELETE FROM ${target}${where}`,
    `INSERT INTO ${target} (${columns}) SELECT ${columns} FROM ${LAKE_SCHEMA}.${model.table}${where}`,
    `SELECT CAST(CASE WHEN (SELECT count(*) FROM ${target}${where}) = ${rows} THEN '1' ELSE 'rows differ' END AS integer)`,
  ];
}

/** Slices are days of ours: they hold no quotes. */
const whereOf = ({ slice }: LoadedModel, slices: readonly string[]): string =>
  slice.column === undefined
    ? ''
    : ` WHERE ${slice.column} IN (${slices.map((name) => `'${name}'`).join(', ')})`;
