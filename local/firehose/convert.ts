import { parquetWriteBuffer } from 'hyparquet-writer';
import { isObject, type Json, type JsonObject } from '../server/json';
import type { Column, ColumnKind } from './columns';

/** A row that does not fit the table, in the words of Firehose's error objects. */
export interface Misfit {
  readonly index: number;
  readonly code: 'DataFormatConversion.ParseError' | 'DataFormatConversion.MalformedData';
  readonly message: string;
}
export interface Converted {
  /** Undefined when no row fits. */
  readonly parquet: Uint8Array | undefined;
  readonly rows: number;
  readonly misfits: readonly Misfit[];
}

type Cell = string | bigint | number | boolean | null;

const PARQUET = {
  string: 'STRING',
  bigint: 'INT64',
  int: 'INT32',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const;
const ROW_GROUP = 50_000;

/**
 * Rows of JSON text as one Parquet file with exactly the table's columns, by the manners of the OpenX SerDe: names are
 * compared in lower case, unknown fields vanish, nested values become their JSON text in a string column.
 */
export function convertRows(rows: readonly string[], columns: readonly Column[]): Converted {
  const readers = columns.map((column) => ({ ...column, data: new Array<Cell>() }));
  const protect = exactIntegers(columns);
  const misfits: Misfit[] = [];
  rows.forEach((row, index) => {
    const parsed = parseRow(protect(row));
    if (parsed === undefined) {
      const message = 'Encountered malformed JSON';
      misfits.push({ index, code: 'DataFormatConversion.ParseError', message });
      return;
    }
    const cells = columns.map(({ name, kind }) => cellOf(parsed.get(name), kind));
    const wrong = cells.indexOf(undefined);
    const column = columns[wrong];
    if (column) {
      const message = `Data does not match the schema: column ${column.name} is ${column.kind}`;
      misfits.push({ index, code: 'DataFormatConversion.MalformedData', message });
      return;
    }
    cells.forEach((cell, i) => readers[i]?.data.push(cell ?? null));
  });
  const count = rows.length - misfits.length;
  const columnData = readers.map(({ name, kind, data }) => ({
    name,
    data,
    type: PARQUET[kind],
    nullable: true,
  }));
  const parquet =
    count === 0
      ? undefined
      : new Uint8Array(
          parquetWriteBuffer({ columnData, codec: 'SNAPPY', rowGroupSize: ROW_GROUP }),
        );
  return { parquet, rows: count, misfits };
}

/**
 * JSON.parse makes doubles of all numbers: digits beyond 2^53 would change. Long ones of bigint columns are quoted
 * before. Inside a JSON string the pattern cannot occur: the quotes of a name would be escaped there.
 */
function exactIntegers(columns: readonly Column[]): (row: string) => string {
  const names = columns.filter(({ kind }) => kind === 'bigint').map(({ name }) => name);
  if (names.length === 0) return (row) => row;
  const pattern = new RegExp(`"(${names.join('|')})"\\s*:\\s*(-?\\d{16,})(?=\\s*[,}])`, 'gi');
  return (row) => row.replace(pattern, '"$1":"$2"');
}

function parseRow(text: string): ReadonlyMap<string, Json> | undefined {
  const parsed = parseJson(text);
  if (!isObject(parsed)) return undefined;
  return new Map(entriesOf(parsed));
}

const entriesOf = (row: JsonObject): readonly (readonly [string, Json])[] =>
  Object.entries(row).map(([name, value]) => [name.toLowerCase(), value ?? null] as const);

/** The parser's own message quotes the row. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The value as the column's type; null when there is none, undefined when it does not fit. */
function cellOf(value: Json | undefined, kind: ColumnKind): Cell | undefined {
  if (value === undefined || value === null) return null;
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'double':
      return typeof value === 'number' ? value : numberOf(value);
    case 'int':
      return integerOf(value, 31n) === undefined ? undefined : Number(value);
    case 'bigint':
      return integerOf(value, 63n);
  }
}

function integerOf(value: Json, bits: bigint): bigint | undefined {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^-?\d{1,19}$/.test(digits)) return undefined;
  const number = BigInt(digits);
  return number >= -(1n << bits) && number < 1n << bits ? number : undefined;
}

const numberOf = (value: Json): number | undefined =>
  typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)
    ? Number(value)
    : undefined;
