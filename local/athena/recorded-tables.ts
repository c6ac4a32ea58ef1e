import { noteCatalog } from '../access/json-calls';
import { noteObjects } from '../access/s3-calls';
import type { TableSource } from './catalog';

/** The catalogue as Athena reads and writes it with the caller's permissions, call by call. */
export function recordedTables(
  tables: TableSource,
  place: { readonly region: string; readonly account: string },
): TableSource {
  return {
    hasDatabase: (database) => {
      noteCatalog('GetDatabase', place, database);
      return tables.hasDatabase(database);
    },
    tableNames: (database) => {
      noteCatalog('GetTables', place, database, '0');
      return tables.tableNames(database);
    },
    table: (database, name) => {
      noteCatalog('GetTable', place, database, name);
      return tables.table(database, name);
    },
    partitions: (database, name) => {
      noteCatalog('GetPartitions', place, database, name);
      return tables.partitions(database, name);
    },
    create: async (table, partitions) => {
      noteObjects(['PutObject'], `${table.location}0`);
      noteCatalog('CreateTable', place, table.database, table.name);
      if (partitions.length > 0) {
        noteCatalog('BatchCreatePartition', place, table.database, table.name);
      }
      await tables.create(table, partitions);
    },
  };
}
