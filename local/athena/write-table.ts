import { mkdir, readdir, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogPartition, CatalogTable } from './catalog';
import type { TableCreation } from './ctas';
import { AthenaFault } from './fault';
import { shapeOf } from './shape';
import type { Shape } from './shape';
import { quoteName, quoteText } from './tokens';

/** Athena opens at most this many partitions in one statement. */
const MAX_PARTITIONS = 100;

export interface WrittenFile {
  /** `s3://…` */
  readonly uri: string;
  readonly rows: number;
  readonly bytes: number;
}
export interface Written {
  readonly table: CatalogTable;
  readonly partitions: readonly CatalogPartition[];
  readonly files: readonly WrittenFile[];
  readonly rows: number;
}
export interface Target {
  readonly creation: TableCreation;
  /** `s3://bucket/prefix/` */
  readonly location: string;
  /** The same on disk, without a final slash. */
  readonly directory: string;
  /** Stands in the files' names, as Athena puts the execution id there. */
  readonly id: string;
}

/** @throws AthenaFault HIVE_PATH_ALREADY_EXISTS unless the location is empty */
export async function refuseUsed({ location, directory }: Target): Promise<void> {
  const entries = await readdir(directory).catch(() => []);
  if (entries.length > 0) {
    throw new AthenaFault(
      'HIVE_PATH_ALREADY_EXISTS',
      `Target directory for table already exists: ${location}`,
    );
  }
}

/** Writes a query's rows as Parquet under the location, in Hive directories when partitioned. */
export async function writeTable(
  connection: DuckDBConnection,
  query: string,
  target: Target,
): Promise<Written> {
  const { creation, location, directory } = target;
  const shape = await shapeOf(connection, query, creation);
  await mkdir(directory, { recursive: true });
  const answer = await connection.runAndReadAll(copySql(shape, target));
  const written = answer.getRowObjects().map((row) => ({
    path: String(row['filename']),
    rows: Number(row['count']),
    bytes: Number(row['file_size_bytes']),
  }));
  const empty = written.filter((file) => file.rows === 0);
  await Promise.all(empty.map((file) => rm(file.path)));
  const files = written
    .filter((file) => file.rows > 0)
    .map(({ path, rows, bytes }) => ({ uri: location + relative(directory, path), rows, bytes }));
  const partitions = partitionsOf(files, creation.partitionedBy, location);
  if (partitions.length > MAX_PARTITIONS) {
    await rm(directory, { recursive: true });
    throw new AthenaFault(
      'HIVE_TOO_MANY_OPEN_PARTITIONS',
      `Exceeded limit of ${MAX_PARTITIONS} open writers for partitions/buckets`,
    );
  }
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return { table: tableOf(shape, creation, location), partitions, files, rows };
}

function copySql(shape: Shape, { creation, directory, id }: Target): string {
  const keys = creation.partitionedBy.map(quoteName).join(', ');
  const options = [
    'FORMAT parquet',
    `COMPRESSION ${creation.compression}`,
    'RETURN_STATS',
    `FILENAME_PATTERN '${id}_{i}'`,
    keys === '' ? `FILE_SIZE_BYTES '512MB'` : `PARTITION_BY (${keys})`,
  ];
  return `COPY (${shape.query}) TO ${quoteText(directory)} (${options.join(', ')})`;
}

/** One partition per folder that was written, in the order of the files. */
function partitionsOf(
  files: readonly WrittenFile[],
  keys: readonly string[],
  location: string,
): readonly CatalogPartition[] {
  if (keys.length === 0) return [];
  const folders = new Set(files.map(({ uri }) => uri.slice(0, uri.lastIndexOf('/') + 1)));
  return [...folders].sort().map((folder) => ({
    location: folder,
    values: folder
      .slice(location.length)
      .split('/')
      .slice(0, keys.length)
      .map((segment) => decodeURIComponent(segment.slice(segment.indexOf('=') + 1))),
  }));
}

function tableOf(shape: Shape, creation: TableCreation, location: string): CatalogTable {
  const split = shape.columns.length - creation.partitionedBy.length;
  return {
    database: creation.database,
    name: creation.table,
    columns: shape.columns.slice(0, split),
    partitionKeys: shape.columns.slice(split),
    location,
  };
}
