import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogColumn } from './catalog';
import type { TableCreation } from './ctas';
import { AthenaFault } from './fault';
import { athenaToHive } from './hive-types';
import { quoteName } from './tokens';
import { athenaType } from './values';

/** What a CTAS writes: its columns by Hive type, and the query that gives exactly these types. */
export interface Shape {
  readonly query: string;
  readonly columns: readonly CatalogColumn[];
}

/**
 * Binds the query without running it.
 * @throws AthenaFault for columns without a name, twice the same name, types that Hive has not, or partition
 * columns that are not the last ones
 */
export async function shapeOf(
  connection: DuckDBConnection,
  query: string,
  creation: TableCreation,
): Promise<Shape> {
  const prepared = await connection.prepare(query);
  const columns = Array.from({ length: prepared.columnCount }, (_, at) => ({
    name: prepared.columnName(at).toLowerCase(),
    duck: String(prepared.columnType(at)),
    type: athenaType(prepared.columnType(at)),
  }));
  prepared.destroySync();
  const names = columns.map(({ name }) => name);
  names.forEach((name, at) => {
    if (name === `_col${at}`) {
      throw new AthenaFault(
        'MISSING_COLUMN_NAME',
        `Column name not specified at position ${at + 1}`,
      );
    }
    if (names.indexOf(name) !== at) {
      throw new AthenaFault(
        'DUPLICATE_COLUMN_NAME',
        `Column name '${name}' specified more than once`,
      );
    }
  });
  refuseOrder(names, creation.partitionedBy);
  const hive = columns.map(({ name, type }) => ({ name, type: hiveType(name, type) }));
  // sum() of integers is 128 bits wide here and bigint in Athena
  const wide = columns.some(({ duck }) => duck === 'HUGEINT');
  const list = columns.map(({ name, duck }) =>
    duck === 'HUGEINT'
      ? `CAST(${quoteName(name)} AS BIGINT) AS ${quoteName(name)}`
      : quoteName(name),
  );
  return { query: wide ? `SELECT ${list.join(', ')} FROM (${query})` : query, columns: hive };
}

function refuseOrder(names: readonly string[], keys: readonly string[]): void {
  const last = names.slice(names.length - keys.length);
  if (keys.some((key) => !names.includes(key))) {
    throw new AthenaFault('INVALID_TABLE_PROPERTY', 'Partition columns are not present in schema');
  }
  if (keys.some((key, at) => last[at] !== key) || keys.length === names.length) {
    throw new AthenaFault(
      'HIVE_COLUMN_ORDER_MISMATCH',
      'Partition keys must be the last columns in the table and in the same order as the table properties',
    );
  }
}

function hiveType(name: string, type: string): string {
  const hive = athenaToHive(type);
  if (hive === undefined) {
    throw new AthenaFault('NOT_SUPPORTED', `Unsupported Hive type: ${type} of column '${name}'`);
  }
  return hive;
}
