import { ledgerOf } from './medallion';
import { publishedTables } from './published';
import { statement } from './statement';
import type { Result } from './statement';
import type { Lake } from './target';

export interface GoldTop {
  readonly table: string;
  /** Rows of all published slices. */
  readonly rows: number;
  readonly top: Pick<Result, 'columns' | 'rows'>;
}
const ROWS = 3;
const COLUMNS = 7;

/** Every gold table, whichever there are: its newest slice, largest amounts first. */
export async function goldTops(lake: Lake): Promise<readonly GoldTop[]> {
  const names = (await publishedTables(lake)).filter((name) => name.startsWith('gold.'));
  return Promise.all(names.map((table) => topOf(lake, table)));
}

async function topOf(lake: Lake, table: string): Promise<GoldTop> {
  const [{ columns, order }, rows] = await Promise.all([shapeOf(lake, table), rowsOf(lake, table)]);
  const sql = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${order.join(', ')} LIMIT ${ROWS}`;
  return { table, rows, top: await statement(lake, sql, ROWS) };
}

/** The slice first, then the leading columns, ordered by slice and the first amount. */
async function shapeOf(lake: Lake, table: string) {
  const [database = '', name = ''] = table.split('.');
  const glue = await lake.clients.glue();
  const { Table } = await glue.getTable({ DatabaseName: database, Name: name });
  const slices = (Table?.PartitionKeys ?? []).map((column) => column.Name ?? '');
  const columns = Table?.StorageDescriptor?.Columns ?? [];
  const amount = columns.find(({ Type }) => Type?.startsWith('decimal'))?.Name;
  const order = [...slices, ...(amount === undefined ? [] : [amount])];
  return {
    columns: [...slices, ...columns.map((column) => column.Name ?? '')].slice(0, COLUMNS),
    order: order.length === 0 ? ['1'] : order.map((column) => `${column} DESC`),
  };
}

export async function rowsOf(lake: Lake, table: string): Promise<number> {
  const slices = await ledgerOf(lake).slices.of(table);
  return [...slices.values()].reduce((sum, { published }) => sum + (published?.rows ?? 0), 0);
}
