import { rowsWhere, uniqueColumns } from './check-parts';
import { columnsExist, custom, MORE_MAKERS, type Made, type Maker } from './check-makers';
import type { Header } from './header';
import type { CheckType, RawCheck } from './header-checks';
import type { ModelColumn } from './model';
import { sqlText } from './sql-text';
import type { Scalar } from './yaml-tree';

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const NUMERIC = /^(?:bigint|integer|double|decimal)/;

/** A header's value as a literal that compares with the column; undefined when it cannot. */
function literal(value: Scalar, { type }: ModelColumn): string | undefined {
  const text = String(value);
  if (NUMERIC.test(type)) return NUMBER.test(text) ? text : undefined;
  if (type === 'boolean') return typeof value === 'boolean' ? text : undefined;
  return type === 'varchar' ? sqlText(text) : `CAST(${sqlText(text)} AS ${type})`;
}

function literals(
  check: RawCheck,
  column: ModelColumn,
  count?: number,
): readonly string[] | string {
  const made = check.args.flatMap((value) => literal(value, column) ?? []);
  if (made.length !== check.args.length) return `has a value that does not fit ${column.type}`;
  if (count !== undefined && made.length !== count) return `needs ${count} values`;
  return made.length === 0 ? 'needs at least one value' : made;
}

const between: Maker = (check, column) => {
  const bounds = literals(check, column, 2);
  if (typeof bounds === 'string') return bounds;
  const [low = '', high = ''] = bounds;
  return {
    sql: { failing: rowsWhere(`${column.name} < ${low} OR ${column.name} > ${high}`) },
    about: `${column.name} lies between ${low} and ${high}`,
  };
};

const inSet: Maker = (check, column) => {
  const values = literals(check, column);
  if (typeof values === 'string') return values;
  return {
    sql: { failing: rowsWhere(`${column.name} NOT IN (${values.join(', ')})`) },
    about: `${column.name} is one of ${values.join(', ')}`,
  };
};

const pattern: Maker = ({ args: [value] }, { name, type }) => {
  if (type !== 'varchar' || typeof value !== 'string') return 'needs a text and a varchar column';
  return {
    sql: { failing: rowsWhere(`NOT regexp_like(${name}, ${sqlText(value)})`) },
    about: `${name} matches ${value}`,
  };
};

const REFERENCED = /^(silver|silver_restricted|gold)\.([a-z][a-z0-9_]*)\.([a-z_][a-z0-9_]*)$/;

/** `silver.stores.store_id` as its parts. */
export const referencedColumn = (value: Scalar | undefined): RegExpExecArray | null =>
  REFERENCED.exec(String(value));

const references: Maker = ({ args: [value] }, { name }) => {
  const found = referencedColumn(value);
  if (found === null) return 'needs <layer>.<table>.<column>';
  const [, layer, table, column] = found;
  return {
    sql: {
      select: [
        'SELECT ${slice} AS slice, count(*) AS failing',
        'FROM ${built}',
        `LEFT JOIN (SELECT DISTINCT ${column} AS member FROM \${${layer}}.${table}) AS known`,
        `    ON known.member = ${name}`,
        `WHERE ${name} IS NOT NULL AND known.member IS NULL`,
        'GROUP BY 1',
      ].join('\n'),
    },
    about: `${name} is known in ${String(value)}`,
  };
};

/** Only the slice that `as_of` falls into can be stale: older ones are finished. */
const freshness: Maker = ({ args: [days] }, { name, type }, { slice }) => {
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 0) return 'needs whole days';
  if (type !== 'timestamp(3)' && type !== 'date' && type !== 'varchar')
    return 'needs a time column';
  const newest =
    type === 'varchar' ? `max(${name})` : `CAST(CAST(max(${name}) AS date) AS varchar)`;
  const oldest = `CAST(date_add('day', -${days}, CAST('\${as_of}' AS date)) AS varchar)`;
  const current = slice.by === 'none' ? '' : `max(${slice.column ?? ''}) = '\${as_of_slice}' AND `;
  return {
    sql: { failing: `CASE WHEN ${current}${newest} < ${oldest} THEN 1 ELSE 0 END` },
    about: `${name} is at most ${days} days older than the run`,
  };
};

const rowCount = ({ args: [low, high] }: RawCheck): Made => {
  if (typeof low !== 'number' || typeof high !== 'number' || low > high)
    return 'needs [least, most]';
  return {
    sql: {
      failing: `CASE WHEN count(*) BETWEEN ${low} AND ${high} THEN 0 ELSE 1 END`,
      whenEmpty: low <= 0 ? 0 : 1,
    },
    about: `a slice has ${low} to ${high} rows`,
  };
};

const tableCheck = (check: RawCheck, header: Header): Made => {
  const [value] = check.args;
  if (check.type === 'row_count_between') return rowCount(check);
  if (check.type === 'row_drift') {
    if (typeof value !== 'number' || value <= 0) return 'needs a share, e.g. 0.5';
    return { sql: { drift: value }, about: `rows of a slice change by at most ${value * 100} %` };
  }
  if (check.type === 'expression') {
    if (typeof value !== 'string') return 'needs a condition on one row';
    return { sql: { failing: rowsWhere(`NOT (${value})`) }, about: value };
  }
  if (check.type === 'custom') return custom(check);
  const columns = check.args.map(String);
  const unknown = columns.filter((name) => !header.columns.some((column) => column.name === name));
  if (unknown.length > 0) return `names undeclared column ${unknown.join(', ')}`;
  if (columns.length === 0) return 'needs columns';
  return check.type === 'column_exists' ? columnsExist(columns) : uniqueColumns(columns);
};

const MAKERS: Readonly<Partial<Record<CheckType, Maker>>> = {
  not_null: (_check, { name }) => ({
    sql: { failing: rowsWhere(`${name} IS NULL`) },
    about: `${name} is never missing`,
  }),
  unique: (_check, { name }) => uniqueColumns([name]),
  between,
  in_set: inSet,
  pattern,
  references,
  freshness,
  ...MORE_MAKERS,
};

/** The SQL of one check, or why it cannot be made. */
export function makeCheck(raw: RawCheck, header: Header): Made {
  const maker = MAKERS[raw.type];
  return raw.column !== undefined && maker !== undefined
    ? maker(raw, raw.column, header)
    : tableCheck(raw, header);
}
