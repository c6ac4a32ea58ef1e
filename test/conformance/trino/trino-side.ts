import type { CatalogTable, TableSource } from '../../../local/athena/catalog';
import { quoteText } from '../../../local/athena/tokens';
import { TrinoError } from '../../../local/trino/client';
import type { RunTrino } from '../../../local/trino/client';
import { mirrorTable } from '../../../local/trino/mirror';
import { apiType, printedRow } from '../../../local/trino/values';
import type { Answered } from './compare-rows';

/** Trino over places that are written again and again: tables are made once, their partitions found anew. */
export class TrinoSide {
  private readonly made = new Map<string, string>();

  constructor(readonly run: RunTrino) {}

  /** Makes a table of the laptop readable, with what its place holds now. */
  async read(table: CatalogTable, tables: TableSource): Promise<void> {
    const name = `${table.database}.${table.name}`;
    const shape = JSON.stringify([table.columns, table.partitionKeys]);
    if (this.made.get(name) !== shape) {
      await this.run(`CREATE SCHEMA IF NOT EXISTS ${table.database}`);
      const partitions = tables.partitions(table.database, table.name);
      await mirrorTable(this.run, { table, partitions });
      this.made.set(name, shape);
    } else if (table.partitionKeys.length > 0) {
      const named = `${quoteText(table.database)}, ${quoteText(table.name)}`;
      await this.run(`CALL system.sync_partition_metadata(${named}, 'FULL')`);
    }
  }

  async view(name: string, query: string): Promise<void> {
    await this.run(`CREATE SCHEMA IF NOT EXISTS ${name.split('.')[0]}`);
    await this.run(`CREATE OR REPLACE VIEW ${name} AS ${query}`);
  }

  /** What a query answers as Athena prints it, or how it fails. */
  async answer(sql: string): Promise<Answered | string> {
    try {
      const { columns, rows } = await this.run(sql);
      return {
        columns: columns.map(({ name, type }) => ({ name, type: apiType(type) })),
        rows: rows.map((row) => printedRow(row, columns)),
      };
    } catch (error) {
      if (error instanceof TrinoError) return error.message;
      throw error;
    }
  }
}
