import { join } from 'node:path';
import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { isObject } from '../server/json';
import { openLog } from './log';

/** A partition as it was given: `Values`, `StorageDescriptor`, `Parameters`. */
export interface StoredPartition {
  readonly values: readonly string[];
  readonly input: JsonObject;
  /** Epoch seconds. */
  readonly createdAt: number;
}
export interface StoredTable {
  readonly database: string;
  readonly name: string;
  /** The TableInput. */
  readonly input: JsonObject;
  /** Counts up from 0 with every UpdateTable. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
export interface StoredDatabase {
  readonly name: string;
  readonly input: JsonObject;
  readonly createdAt: number;
}

export type PartitionKey = string;
/** The identity of a partition: its values, in order. */
export const partitionKey = (values: readonly string[]): PartitionKey => JSON.stringify(values);

/** The Glue catalogue: in memory, every change appended to `<dataDir>/glue/catalog.ndjson` before it is answered. */
export interface Catalog {
  databases(): readonly StoredDatabase[];
  database(name: string): StoredDatabase | undefined;
  putDatabase(database: StoredDatabase): void;
  tables(database: string): readonly StoredTable[];
  findTable(database: string, name: string): StoredTable | undefined;
  putTable(table: StoredTable): void;
  dropTable(table: StoredTable): void;
  partitions(table: StoredTable): ReadonlyMap<PartitionKey, StoredPartition>;
  /** Adds, replaces and removes in one change. */
  changePartitions(
    table: StoredTable,
    put: readonly StoredPartition[],
    drop?: readonly PartitionKey[],
  ): void;
}

interface Entry {
  table: StoredTable;
  readonly partitions: Map<PartitionKey, StoredPartition>;
}

/** Lines of the log that a start may leave behind per living thing before it rewrites the log. */
const SLACK = 3;

const tableKey = (database: string, name: string): string => `${database}.${name}`;

export function openCatalog(dataDir: string): Catalog {
  const log = openLog(join(dataDir, 'glue', 'catalog.ndjson'));
  const databases = new Map<string, StoredDatabase>();
  const entries = new Map<string, Entry>();

  const entryOf = ({ database, name }: { database: string; name: string }): Entry => {
    const entry = entries.get(tableKey(database, name));
    if (entry === undefined) throw notFound(`Table ${name} not found.`);
    return entry;
  };
  const apply = (change: Change): void => {
    if (change.database !== undefined) databases.set(change.database.name, change.database);
    if (change.table !== undefined) {
      const key = tableKey(change.table.database, change.table.name);
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { table: change.table, partitions: new Map() });
      else known.table = change.table;
    }
    if (change.dropped !== undefined) {
      entries.delete(tableKey(change.dropped.database, change.dropped.name));
    }
    if (change.of !== undefined) {
      const { partitions } = entryOf(change.of);
      for (const partition of change.put ?? []) {
        partitions.set(partitionKey(partition.values), partition);
      }
      for (const key of change.drop ?? []) partitions.delete(key);
    }
  };
  const commit = (change: Change): void => {
    apply(change);
    log.append({ ...change } as JsonObject);
  };

  const read = log.read().map(changeOf);
  read.forEach(apply);
  const living = databases.size + entries.size;
  if (read.length > 100 + SLACK * living) log.replace(snapshot(databases, entries));

  return {
    databases: () => [...databases.values()].sort(byName),
    database: (name) => databases.get(name),
    putDatabase: (database) => commit({ database }),
    tables: (database) =>
      [...entries.values()]
        .map(({ table }) => table)
        .filter((table) => table.database === database)
        .sort(byName),
    findTable: (database, name) => entries.get(tableKey(database, name))?.table,
    putTable: (table) => commit({ table }),
    dropTable: ({ database, name }) => commit({ dropped: { database, name } }),
    partitions: (table) => entryOf(table).partitions,
    changePartitions: ({ database, name }, put, drop = []) => {
      if (put.length + drop.length > 0) commit({ of: { database, name }, put, drop });
    },
  };
}

export const notFound = (message: string): AwsError =>
  new AwsError('EntityNotFoundException', message);

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

/** One line of the log. */
interface Change {
  readonly database?: StoredDatabase;
  readonly table?: StoredTable;
  readonly dropped?: { readonly database: string; readonly name: string };
  readonly of?: { readonly database: string; readonly name: string };
  readonly put?: readonly StoredPartition[];
  readonly drop?: readonly PartitionKey[];
}

/** The log is this file's own: a line has the shape that `commit` gave it. */
function changeOf(line: JsonObject): Change {
  if (!Object.values(line).every((part) => Array.isArray(part) || isObject(part))) {
    throw new Error('the Glue catalogue in the data folder is damaged: run `sluice reset`');
  }
  return line;
}

function snapshot(
  databases: ReadonlyMap<string, StoredDatabase>,
  entries: ReadonlyMap<string, Entry>,
): readonly JsonObject[] {
  const changes: Change[] = [...databases.values()].map((database) => ({ database }));
  for (const { table, partitions } of entries.values()) {
    changes.push({ table });
    const put = [...partitions.values()];
    if (put.length > 0) changes.push({ of: { database: table.database, name: table.name }, put });
  }
  return changes.map((change) => ({ ...change }) as JsonObject);
}
