import { layerNamed, type Check, type Model } from './model';
import { sqlText } from './sql-text';

const ROW_CONDITION = /^count\(CASE WHEN ([\s\S]*) THEN 1 END\)$/;
const REPEATED = /FROM \(\n([\s\S]*)\n\) AS repeated/;
const COUNTED = /^SELECT \$\{slice\} AS slice, count\(\*\) AS failing\n([\s\S]*)\nGROUP BY 1$/;
const PLACEHOLDER = /\$\{([a-z_]+)\}/g;

/** The text with the published table in the place of the built one; undefined when it needs more than that. */
function published({ name, slice }: Model, sql: string): string | undefined {
  let isWhole = true;
  const text = sql.replace(PLACEHOLDER, (whole, placeholder: string) => {
    if (placeholder === 'built') return name;
    if (placeholder === 'slice') return slice.column ?? "'all'";
    if (layerNamed(placeholder) !== undefined) return placeholder;
    isWhole = false;
    return whole;
  });
  return isWhole ? text : undefined;
}

/**
 * A statement for people that shows the rows of a slice which fail a check, in Athena's dialect. It reads what is published:
 * a slice that an audit stopped still shows older rows.
 * @returns undefined for checks of the whole slice, which no single row fails
 */
export function failingRowsSql(model: Model, check: Check, slice: string): string | undefined {
  const { column } = model.slice;
  const own = column === undefined ? [] : [`${column} = ${sqlText(slice)}`];
  const condition = ROW_CONDITION.exec(check.failing ?? '')?.[1];
  if (condition !== undefined) {
    return `SELECT * FROM ${model.name} WHERE ${[...own, `(${condition})`].join(' AND ')} LIMIT 100`;
  }
  const repeated = REPEATED.exec(check.select ?? '')?.[1];
  const counted = COUNTED.exec(check.select ?? '')?.[1];
  const found = repeated ?? (counted === undefined ? undefined : `SELECT *\n${counted}`);
  const sql = found === undefined ? undefined : published(model, found);
  if (sql === undefined) return undefined;
  const where =
    own.length === 0
      ? ''
      : ` WHERE ${repeated === undefined ? own.join('') : `slice = ${sqlText(slice)}`}`;
  return `SELECT * FROM (${sql.replace(/\s+/g, ' ').trim()}) AS failing${where} LIMIT 100`;
}
