import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../local/athena/engine';
import type { Answer, Engine } from '../../local/athena/engine';
import { openCatalog } from '../../local/glue/catalog';
import type { Catalog } from '../../local/glue/catalog';
import { tableSource } from '../../local/glue/table-source';

/** An engine over a Glue catalogue and a folder of objects, as the runtime has them. */
export interface Lake {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly root: string;
  query(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  run(sql: string): Promise<Answer>;
  /** Registers a string-partitioned table of string columns. */
  table(name: string, columns: readonly string[], partition?: string): void;
  partition(name: string, value: string, location: string): void;
  /** Writes an object with DuckDB's own SQL. */
  object(uri: string, select: string): Promise<void>;
  close(): void;
}

export async function openLake(): Promise<Lake> {
  const root = mkdtempSync(join(tmpdir(), 'sluice-athena-'));
  const catalog = openCatalog(join(root, 'data'));
  for (const name of ['bronze', 'silver', 'staging', 'ops']) {
    catalog.putDatabase({ name, input: { Name: name }, createdAt: 0 });
  }
  const pathOf = (uri: string): string => join(root, 's3', uri.slice('s3://'.length));
  const engine = await createEngine({
    resolveLocation: (uri) =>
      uri.endsWith('/') ? `${pathOf(uri)}`.replace(/\/?$/, '/') : pathOf(uri),
    tables: tableSource(catalog, () => 0),
  });
  const run = (sql: string): Promise<Answer> => engine.query(sql);
  const split = (name: string): readonly [string, string] => {
    const [database = '', table = ''] = name.split('.');
    return [database, table];
  };
  return {
    ...{ engine, catalog, root, run },
    query: async (sql) => (await run(sql)).rows,
    table: (name, columns, partition) => {
      const [database, table] = split(name);
      const typed = (list: readonly string[]) =>
        list.map((column) => ({ Name: column, Type: 'string' }));
      const StorageDescriptor = {
        Columns: typed(columns),
        Location: `s3://lake/${database}/${table}/`,
      };
      const PartitionKeys = typed(partition === undefined ? [] : [partition]);
      const input = { Name: table, StorageDescriptor, PartitionKeys };
      catalog.putTable({ database, name: table, input, version: 0, createdAt: 0, updatedAt: 0 });
    },
    partition: (name, value, location) => {
      const table = catalog.findTable(...split(name));
      if (table === undefined) throw new Error(`no table ${name}`);
      const input = { Values: [value], StorageDescriptor: { Location: location } };
      catalog.changePartitions(table, [{ values: [value], input, createdAt: 0 }]);
    },
    object: async (uri, select) => {
      const path = pathOf(uri);
      mkdirSync(join(path, '..'), { recursive: true });
      await engine.raw(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    },
    close: () => {
      engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
