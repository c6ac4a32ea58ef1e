import { readFileSync, rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { registerFunctions } from './udfs';

export interface DuckOptions {
  /** As DuckDB writes it, e.g. `1GB`. */
  readonly memoryLimit: string;
  /** Spills go here; absolute. */
  readonly tempDirectory: string;
  /** Statements that may run at the same time. */
  readonly parallel: number;
}

const SETTINGS = [
  'SET GLOBAL integer_division = true',
  "SET GLOBAL TimeZone = 'UTC'",
  "SET GLOBAL default_null_order = 'NULLS LAST'",
  // Athena promises no order either; without it, writers need no buffer of all rows
  'SET GLOBAL preserve_insertion_order = false',
];

/** One database in memory, its connections lent to one statement each. */
export interface Duck {
  /** Waits for a free connection and takes it back when `use` ends. */
  lend<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  close(): void;
}

export async function openDuck(options: DuckOptions): Promise<Duck> {
  // what a kill left behind
  rmSync(options.tempDirectory, { recursive: true, force: true });
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memoryLimit,
    temp_directory: options.tempDirectory,
  });
  const first = await instance.connect();
  for (const setting of SETTINGS) await first.run(setting);
  registerFunctions(first);
  await first.run(readFileSync(new URL('./prelude.sql', import.meta.url), 'utf8'));
  const free = [first];
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  let open = 1;

  const take = async (): Promise<DuckDBConnection> => {
    const known = free.pop();
    if (known !== undefined) return known;
    if (open < options.parallel) {
      open += 1;
      return instance.connect();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const give = (connection: DuckDBConnection): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(connection);
    else next(connection);
  };
  return {
    async lend(use) {
      const connection = await take();
      try {
        return await use(connection);
      } finally {
        give(connection);
      }
    },
    close() {
      for (const connection of free) connection.closeSync();
      instance.closeSync();
    },
  };
}
