import { createHash } from 'node:crypto';
import type { Model, ModelColumn, WarehouseTable } from '../models/model';
import { RESERVED } from './reserved';

/** A gold model that the warehouse keeps a copy of. */
export type LoadedModel = Pick<Model, 'name' | 'table' | 'slice' | 'columns'> & {
  readonly warehouse: WarehouseTable;
};
export const isLoaded = <M extends Model>(model: M): model is M & LoadedModel =>
  model.warehouse !== undefined;

/** Where copies lie, and the lake's own tables, as the migrations made them. */
export const MART = 'mart';
export const LAKE_SCHEMA = 'gold';
export const martTable = ({ table }: Pick<Model, 'table'>): string => `${MART}.${table}`;

/** Redshift counts bytes: a text of 256 characters of any script. A longer one stops the load, and is not cut. */
const TEXT_BYTES = 1024;
/** `YYYY-MM-DD`. */
const SLICE_BYTES = 10;
const TYPES: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  integer: 'INTEGER',
  double: 'DOUBLE PRECISION',
  boolean: 'BOOLEAN',
  date: 'DATE',
  'timestamp(3)': 'TIMESTAMP',
};

/** @throws Error for a type that models do not have, and for a name that Redshift reserves */
function redshiftType({ name, type }: ModelColumn, isSlice: boolean): string {
  if (RESERVED.has(name)) throw new Error(`column ${name}: Redshift reserves the word, rename it`);
  if (type === 'varchar') return `VARCHAR(${isSlice ? SLICE_BYTES : TEXT_BYTES})`;
  if (type.startsWith('decimal(')) return type.toUpperCase();
  const known = TYPES[type];
  if (known === undefined) throw new Error(`column ${name}: Redshift has no type for ${type}`);
  return known;
}

/** Columns with Redshift's types, in the order of the model. */
export const martColumns = ({
  columns,
  slice,
}: Pick<LoadedModel, 'columns' | 'slice'>): readonly { name: string; type: string }[] =>
  columns.map((column) => ({
    name: column.name,
    type: redshiftType(column, column.name === slice.column),
  }));

const STYLES: Readonly<Record<string, string>> = {
  all: 'DISTSTYLE ALL',
  even: 'DISTSTYLE EVEN',
};

/** Where rows lie: by a column's value where joins meet on it, on every node where a table is small. */
function placement({ dist, sort }: WarehouseTable): string {
  const by = STYLES[dist];
  const keys = sort.length > 0 ? ` SORTKEY (${sort.join(', ')})` : '';
  return `${by ?? `DISTSTYLE KEY DISTKEY (${dist})`}${keys}`;
}

/** @param name of the table, when it is not the model's own */
export function createTable(model: LoadedModel, name = martTable(model)): string {
  const columns = martColumns(model).map((column) => `    ${column.name} ${column.type}`);
  return `CREATE TABLE ${name} (\n${columns.join(',\n')}\n)\n${placement(model.warehouse)}`;
}

/** Names the shape of a table: rows that were loaded into another one are loaded again. 16 hex. */
export const shapeOf = (model: LoadedModel): string =>
  createHash('sha256').update(createTable(model)).digest('hex').slice(0, 16);
