import { openCatalog } from '../../../local/glue/catalog';
import { tableSource } from '../../../local/glue/table-source';
import type { CatalogColumn, CatalogTable } from '../../../local/athena/catalog';
import type { RunTrino } from './client';

/** The laptop's catalogue as it stands: its tables with the locations of their partitions. */
export interface MirroredTable {
  readonly table: CatalogTable;
  readonly partitions: readonly { readonly values: readonly string[]; readonly location: string }[];
}

/** Read before the runtime starts: it is the only writer. */
export function readCatalog(dataDir: string): readonly MirroredTable[] {
  const catalog = openCatalog(dataDir);
  const source = tableSource(catalog, () => 0);
  return catalog.databases().flatMap(({ name }) =>
    source.tableNames(name).flatMap((table) => {
      const found = source.table(name, table);
      // delivery tables are what Firehose converts by; nothing queries them
      if (found === undefined || table.includes('_delivery_v')) return [];
      return [{ table: found, partitions: source.partitions(name, table) }];
    }),
  );
}

const trinoType = (type: string): string =>
  ({ string: 'varchar', int: 'integer', timestamp: 'timestamp(3)' })[type] ?? type;
const columnSql = ({ name, type }: CatalogColumn): string => `"${name}" ${trinoType(type)}`;
const parentOf = (location: string): string => location.replace(/[^/]+\/?$/, '');
const withSlash = (location: string): string =>
  location.endsWith('/') ? location : `${location}/`;

/** Makes the laptop's tables Trino's, over the same objects. */
export async function mirror(run: RunTrino, tables: readonly MirroredTable[]): Promise<void> {
  for (const database of new Set([...tables.map(({ table }) => table.database), 'staging'])) {
    await run(`CREATE SCHEMA IF NOT EXISTS ${database}`);
  }
  for (const { table, partitions } of tables) {
    const name = `${table.database}.${table.name}`;
    const keys = table.partitionKeys.map((key) => key.name);
    const parents = new Set(partitions.map(({ location }) => parentOf(withSlash(location))));
    const [parent = table.location] = parents;
    const columns = [...table.columns, ...table.partitionKeys].map(columnSql).join(', ');
    const by =
      keys.length === 0
        ? ''
        : `, partitioned_by = ARRAY[${keys.map((key) => `'${key}'`).join(', ')}]`;
    await run(
      `CREATE TABLE ${name} (${columns}) WITH (format = 'PARQUET', external_location = '${withSlash(keys.length === 0 ? table.location : parent)}'${by})`,
    );
    if (partitions.length === 0) continue;
    if (parents.size === 1) {
      await run(`CALL system.sync_partition_metadata('${table.database}', '${table.name}', 'ADD')`);
      continue;
    }
    for (const { values, location } of partitions) {
      const list = (items: readonly string[]): string =>
        `ARRAY[${items.map((item) => `'${item}'`).join(', ')}]`;
      await run(
        `CALL system.register_partition('${table.database}', '${table.name}', ${list(keys)}, ${list(values)}, '${location}')`,
      );
    }
  }
}
