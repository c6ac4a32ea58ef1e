import type { CatalogColumn, CatalogPartition, CatalogTable } from '../athena/catalog';
import { withSlash } from '../athena/files';
import { quoteName, quoteText } from '../athena/tokens';
import type { RunTrino } from './client';

/** A table of the laptop's catalogue with the places of its partitions. */
export interface MirroredTable {
  readonly table: CatalogTable;
  readonly partitions: readonly CatalogPartition[];
}

const TRINO_NAMES: Readonly<Record<string, string>> = {
  string: 'varchar',
  int: 'integer',
  timestamp: 'timestamp(3)',
  float: 'real',
};
const columnSql = ({ name, type }: CatalogColumn): string =>
  `${quoteName(name)} ${TRINO_NAMES[type] ?? type}`;
const parentOf = (location: string): string => location.replace(/[^/]+\/?$/, '');
const nameOf = ({ database, name }: CatalogTable): string =>
  `${quoteName(database)}.${quoteName(name)}`;
const array = (items: readonly string[]): string => `ARRAY[${items.map(quoteText).join(', ')}]`;
const keyNames = ({ partitionKeys }: CatalogTable): readonly string[] =>
  partitionKeys.map(({ name }) => name);

/** Makes a table of the laptop Trino's, over the same objects; replaces one that is there. Its database exists. */
export async function mirrorTable(run: RunTrino, { table, partitions }: MirroredTable) {
  const [first] = partitions;
  const parent = first === undefined ? table.location : parentOf(withSlash(first.location));
  const keys = keyNames(table);
  const columns = [...table.columns, ...table.partitionKeys].map(columnSql).join(', ');
  const place = withSlash(keys.length === 0 ? table.location : parent);
  const by = keys.length === 0 ? '' : `, partitioned_by = ${array(keys)}`;
  // Its objects stay: a table with a place of its own is external.
  await run(`DROP TABLE IF EXISTS ${nameOf(table)}`);
  await run(
    `CREATE TABLE ${nameOf(table)} (${columns}) WITH (format = 'PARQUET', external_location = ${quoteText(place)}${by})`,
  );
  if (first !== undefined && keys.length > 0) await findPartitions(run, { table, partitions });
}

/** Trino finds folders below the table's own place by itself; what it cannot know is told one by one. */
async function findPartitions(run: RunTrino, { table, partitions }: MirroredTable): Promise<void> {
  const named = `${quoteText(table.database)}, ${quoteText(table.name)}`;
  const keys = array(keyNames(table));
  const [first] = partitions;
  const parent = parentOf(withSlash(first?.location ?? ''));
  const isPlain = ({ values, location }: CatalogPartition): boolean =>
    withSlash(location) === `${parent}${keyNames(table)[0] ?? ''}=${values[0] ?? ''}/`;
  if (partitions.some(isPlain)) {
    await run(`CALL system.sync_partition_metadata(${named}, 'ADD')`);
    const wanted = new Set(partitions.filter(isPlain).map(({ values }) => values[0]));
    const found = await run(
      `SELECT * FROM ${quoteName(table.database)}.${quoteName(`${table.name}$partitions`)}`,
    );
    for (const [value] of found.rows) {
      if (wanted.has(String(value))) continue;
      await run(`CALL system.unregister_partition(${named}, ${keys}, ${array([String(value)])})`);
    }
  }
  for (const { values, location } of partitions.filter((partition) => !isPlain(partition))) {
    const place = quoteText(withSlash(location));
    await run(`CALL system.register_partition(${named}, ${keys}, ${array(values)}, ${place})`);
  }
}
