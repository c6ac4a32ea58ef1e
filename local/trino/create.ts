import { athenaToHive } from '../athena/hive-types';
import type { CatalogColumn, CatalogPartition, CatalogTable } from '../athena/catalog';
import type { TableCreation } from '../athena/ctas';
import { AthenaFault } from '../athena/fault';
import { quoteName } from '../athena/tokens';
import type { WrittenFile } from '../athena/write-table';
import type { ObjectStore } from '../s3/store';
import { bucketAndKey } from '../athena/results';
import type { RunTrino } from './client';
import { apiType } from './values';

/** What a CTAS of Trino left behind, for the laptop's catalogue. */
export interface Created {
  readonly table: CatalogTable;
  readonly partitions: readonly CatalogPartition[];
  readonly files: readonly WrittenFile[];
}

/** Reads back what a CTAS made: its columns from Trino, its files from the objects. */
export async function createdBy(
  { database, table: name, partitionedBy }: TableCreation,
  location: string,
  { run, objects }: { readonly run: RunTrino; readonly objects: ObjectStore },
): Promise<Created> {
  const quoted = `${quoteName(database)}.${quoteName(name)}`;
  const described = await run(`DESCRIBE ${quoted}`);
  const columns = described.rows.map(([column, type]): CatalogColumn => {
    const hive = athenaToHive(apiType(String(type)));
    if (hive === undefined) {
      throw new AthenaFault('NOT_SUPPORTED', `Unsupported Hive type: ${String(type)}`);
    }
    return { name: String(column), type: hive };
  });
  const split = columns.length - partitionedBy.length;
  const files = await written(location, objects);
  const folders = new Set(files.map(({ uri }) => uri.slice(0, uri.lastIndexOf('/') + 1)));
  const values = (folder: string): readonly string[] =>
    folder
      .slice(location.length)
      .split('/')
      .slice(0, partitionedBy.length)
      .map((segment) => decodeURIComponent(segment.slice(segment.indexOf('=') + 1)));
  return {
    table: {
      database,
      name,
      location,
      columns: columns.slice(0, split),
      partitionKeys: columns.slice(split),
    },
    partitions:
      partitionedBy.length === 0
        ? []
        : [...folders].sort().map((folder) => ({ location: folder, values: values(folder) })),
    files,
  };
}

/** Trino does not say how many rows went into which file. */
async function written(location: string, objects: ObjectStore): Promise<readonly WrittenFile[]> {
  const [bucket, prefix] = bucketAndKey(location);
  const files: WrittenFile[] = [];
  for await (const { key, size } of objects.list(bucket, prefix)) {
    files.push({ uri: `s3://${bucket}/${key}`, rows: 0, bytes: size });
  }
  return files;
}
