import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import type { External } from './external';
import { resultOf, type StatementResult } from './result';
import { namesOf, takeStatement } from './statement';

/** How a caller sees its turn come, and gives it up. */
export interface Turn {
  /** Ends the statement that runs, as failed; before its turn nothing of it runs. */
  readonly signal: AbortSignal;
  readonly begun: () => void;
}

/** The laptop's warehouse: one file, one transaction at a time. */
export interface WarehouseDatabase {
  /**
   * Runs the statements in one transaction: all or none.
   * @returns what each gave
   * @throws Error with the engine's message
   */
  run(statements: readonly string[], turn?: Turn): Promise<readonly StatementResult[]>;
  close(): Promise<void>;
}

/** Loads are copies: they stream, and the lake's own engine needs the memory. */
const MEMORY = '256MB';

/** @param file made with its folder when first used */
export function openWarehouse(file: string, external: External): WarehouseDatabase {
  let opened: Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> | undefined;
  const open = async () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const instance = await DuckDBInstance.create(file, {
      memory_limit: MEMORY,
      temp_directory: `${file}.spill`,
    });
    const connection = await instance.connect();
    await connection.run(readFileSync(new URL('./prelude.sql', import.meta.url), 'utf8'));
    return { instance, connection };
  };
  // Redshift would let loads of different tables run side by side; one file is written by one.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    run: (statements, turn) =>
      inTurn(async () => {
        turn?.signal.throwIfAborted();
        turn?.begun();
        const { connection } = await (opened ??= open());
        return inTransaction(connection, turn?.signal, async () => {
          const results: StatementResult[] = [];
          for (const one of statements) {
            // An interrupt between two statements hits neither.
            turn?.signal.throwIfAborted();
            results.push(await runOne(connection, one, external));
          }
          return results;
        });
      }),
    close: () =>
      inTurn(async () => {
        if (opened === undefined) return;
        const { instance, connection } = await opened;
        connection.closeSync();
        instance.closeSync();
      }),
  };
}

async function inTransaction<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await connection.run('BEGIN TRANSACTION');
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    // All share the connection: a signal interrupts its own transaction, and no other.
    const result = await work().finally(() => signal?.removeEventListener('abort', interrupt));
    signal?.throwIfAborted();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

async function runOne(
  connection: DuckDBConnection,
  statement: string,
  external: External,
): Promise<StatementResult> {
  const taken = takeStatement(statement);
  if (taken.kind === 'noted') {
    await connection.run('INSERT INTO laptop.noted VALUES ($1, $2)', [taken.what, statement]);
    return { rowCount: 0 };
  }
  if (taken.kind === 'external') {
    const { schema, database, role } = taken;
    await connection.run(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await connection.run('INSERT INTO laptop.external_schemas VALUES ($1, $2, $3)', [
      schema,
      database,
      role,
    ]);
    return { rowCount: 0 };
  }
  await showExternal(connection, taken.sql, external);
  const reader: DuckDBResultReader = await connection.runAndReadAll(taken.sql);
  return resultOf(reader, taken.hasRows);
}

/** Makes the external tables that a statement names look as the catalogue says at this moment. */
async function showExternal(
  connection: DuckDBConnection,
  sql: string,
  external: External,
): Promise<void> {
  const known = await connection.runAndReadAll(
    'SELECT schema_name, database_name, role FROM laptop.external_schemas',
  );
  const schemas = new Map(
    known
      .getRows()
      .map(([schema, database, role]) => [
        String(schema),
        { database: String(database), role: String(role) },
      ]),
  );
  for (const name of namesOf(sql, [...schemas.keys()])) {
    const [schema = '', table = ''] = name.split('.');
    const place = schemas.get(schema);
    if (place === undefined) continue;
    const relation = await external({ ...place, table });
    await connection.run(`CREATE OR REPLACE VIEW "${schema}"."${table}" AS FROM ${relation}`);
  }
}
