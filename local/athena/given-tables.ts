import type { CatalogColumn, CatalogPartition, CatalogTable, TableSource } from './catalog';
import type { Engine } from './engine';
import { hiveToDuck } from './hive-types';
import { quoteName, quoteText } from './tokens';

/** Tables that a test writes down, in the engine's memory. */
export interface GivenTables extends TableSource {
  /**
   * @param name `database.table`
   * @param rows values by column; a missing column is NULL; `$path` may be given, else it is `s3://given/<name>/<row>`
   */
  give(
    engine: Engine,
    name: string,
    columns: readonly CatalogColumn[],
    rows: readonly Readonly<Record<string, string | number | bigint | boolean | null>>[],
  ): Promise<void>;
}

export function givenTables(): GivenTables {
  const tables = new Map<string, CatalogTable>();
  const partitions = new Map<string, readonly CatalogPartition[]>();
  return {
    hasDatabase: () => true,
    tableNames: (database) =>
      [...tables.values()]
        .filter((table) => table.database === database)
        .map(({ name }) => name)
        .sort(),
    table: (database, name) => tables.get(`${database}.${name}`),
    partitions: (database, name) => partitions.get(`${database}.${name}`) ?? [],
    create: async (table, list) => {
      tables.set(`${table.database}.${table.name}`, table);
      partitions.set(`${table.database}.${table.name}`, list);
    },
    async give(engine, name, columns, rows) {
      const [database = '', table = ''] = name.split('.');
      const relation = `main.${quoteName(name)}`;
      const typed = [
        ...columns.map((column) => ({ ...column, type: hiveToDuck(column.type) })),
        { name: '$path', type: 'VARCHAR' },
      ];
      const shape = typed.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
      await engine.raw(`CREATE OR REPLACE TABLE ${relation} (${shape})`);
      const values = rows.map((row, at) => {
        const full = { $path: `s3://given/${name}/${at}`, ...row };
        const cells = typed.map((column) => literal(full[column.name as keyof typeof full]));
        return `(${cells.join(', ')})`;
      });
      if (values.length > 0)
        await engine.raw(`INSERT INTO ${relation} VALUES ${values.join(', ')}`);
      tables.set(name, {
        database,
        name: table,
        columns,
        partitionKeys: [],
        location: `s3://given/${name}/`,
        relation,
      });
    },
  };
}

const literal = (value: string | number | bigint | boolean | null | undefined): string =>
  value === null || value === undefined ? 'NULL' : quoteText(String(value));
