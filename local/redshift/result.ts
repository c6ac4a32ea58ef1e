import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBResultReader, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { printerOf } from '../athena/values';

/** A value as the Data API answers it. */
export type Field =
  | { readonly isNull: true }
  | { readonly booleanValue: boolean }
  | { readonly doubleValue: number }
  | { readonly longValue: number }
  | { readonly stringValue: string };
export interface ResultColumn {
  readonly name: string;
  readonly typeName: string;
}
export interface StatementResult {
  /** Rows answered, or changed. */
  readonly rowCount: number;
  /** Of statements that answer rows. */
  readonly columns?: readonly ResultColumn[];
  readonly records?: readonly (readonly Field[])[];
}

/** Names of Redshift's catalogue, which the Data API uses. */
const TYPE_NAMES: Partial<Record<DuckDBTypeId, string>> = {
  [DuckDBTypeId.BOOLEAN]: 'bool',
  [DuckDBTypeId.SMALLINT]: 'int2',
  [DuckDBTypeId.INTEGER]: 'int4',
  [DuckDBTypeId.BIGINT]: 'int8',
  [DuckDBTypeId.HUGEINT]: 'numeric',
  [DuckDBTypeId.DECIMAL]: 'numeric',
  [DuckDBTypeId.FLOAT]: 'float4',
  [DuckDBTypeId.DOUBLE]: 'float8',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamptz',
};

const typeName = ({ typeId }: DuckDBType): string => TYPE_NAMES[typeId] ?? 'varchar';

export function resultOf(reader: DuckDBResultReader, hasRows: boolean): StatementResult {
  if (!hasRows) return { rowCount: reader.rowsChanged };
  const names = reader.columnNames();
  const columns = reader.columnTypes().map((type, at) => ({
    name: names[at] ?? '',
    typeName: typeName(type),
    print: printerOf(type),
  }));
  const records = reader.getRows().map((row) =>
    columns.map(({ typeName: type, print }, at) => {
      const value = row[at] ?? null;
      return fieldOf(value, print(value), type);
    }),
  );
  return { rowCount: records.length, columns, records };
}

function fieldOf(value: DuckDBValue, printed: string | null, type: string): Field {
  if (printed === null) return { isNull: true };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (type.startsWith('float')) return { doubleValue: Number(value) };
  if (type.startsWith('int')) return { longValue: Number(value) };
  return { stringValue: printed };
}
