import type { CatalogColumn, CatalogTable, TableSource } from '../athena/catalog';
import type { JsonObject } from '../server/json';
import { isObject } from '../server/json';
import type { Catalog, StoredTable } from './catalog';

/** What the Athena engine reads of the Glue catalogue, and how a CTAS enters it. */
export function tableSource(catalog: Catalog, now: () => number): TableSource {
  return {
    hasDatabase: (database) => catalog.database(database) !== undefined,
    tableNames: (database) => catalog.tables(database).map(({ name }) => name),
    table: (database, name) => {
      const table = catalog.findTable(database, name);
      return table === undefined ? undefined : engineTable(table);
    },
    partitions: (database, name) => {
      const table = catalog.findTable(database, name);
      if (table === undefined) return [];
      return [...catalog.partitions(table).values()].map(({ values, input }) => ({
        values,
        location: locationOf(input) ?? locationOf(table.input) ?? '',
      }));
    },
    create: async (table, partitions) => {
      const at = now();
      const { database, name } = table;
      const stored = {
        database,
        name,
        input: inputOf(table),
        version: 0,
        createdAt: at,
        updatedAt: at,
      };
      catalog.putTable(stored);
      catalog.changePartitions(
        stored,
        partitions.map(({ values, location }) => ({
          values,
          input: { Values: values, StorageDescriptor: descriptor(table.columns, location) },
          createdAt: at,
        })),
      );
    },
  };
}

const engineTable = (table: StoredTable): CatalogTable => ({
  database: table.database,
  name: table.name,
  columns: columnsOf(descriptorOf(table.input)['Columns']),
  partitionKeys: columnsOf(table.input['PartitionKeys']),
  location: locationOf(table.input) ?? '',
});

function descriptorOf(input: JsonObject): JsonObject {
  const found = input['StorageDescriptor'];
  return isObject(found) ? found : {};
}
function locationOf(input: JsonObject): string | undefined {
  const location = descriptorOf(input)['Location'];
  return typeof location === 'string' ? location : undefined;
}

function columnsOf(list: unknown): readonly CatalogColumn[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map((column) => ({
    name: String(column['Name']).toLowerCase(),
    type: String(column['Type'] ?? 'string'),
  }));
}

const glueColumns = (columns: readonly CatalogColumn[]): readonly JsonObject[] =>
  columns.map(({ name, type }) => ({ Name: name, Type: type }));

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';
const descriptor = (columns: readonly CatalogColumn[], location: string): JsonObject => ({
  Columns: glueColumns(columns),
  Location: location,
  InputFormat: `${PARQUET}.MapredParquetInputFormat`,
  OutputFormat: `${PARQUET}.MapredParquetOutputFormat`,
  SerdeInfo: { SerializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe`, Parameters: {} },
});

const inputOf = (table: CatalogTable): JsonObject => ({
  Name: table.name,
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
  PartitionKeys: glueColumns(table.partitionKeys),
  StorageDescriptor: descriptor(table.columns, table.location),
});
