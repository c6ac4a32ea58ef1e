import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, RowSink } from './answer';
import { readCreation } from './ctas';
import { openDuck } from './duck';
import { athenaFault } from './engine-faults';
import type { Places } from './files';
import { openFooters } from './meter/footers';
import { answerQuery, planOf, runStatement } from './statements';
import { isWord, treeOf } from './tree';

export type { Answer, AnswerColumn, AnswerRow, RowSink } from './answer';

export interface EngineOptions extends Places {
  /** As DuckDB writes it; default `1GB`. */
  readonly memoryLimit?: string;
  /** Spills; default a new folder of the system's temporary one, removed by `close`. */
  readonly tempDirectory?: string;
}

export interface RunOptions {
  /** Database of names without one; default `default`. */
  readonly database?: string;
  /** SQL text of the values of `?`. */
  readonly parameters?: readonly string[];
  /** Stands in the names of files that a CTAS writes. */
  readonly id?: string;
  /** `s3://…/` for a CTAS without external_location. */
  readonly output?: string;
  /** The workgroup enforces `output`: external_location is refused, as in Athena. */
  readonly enforced?: boolean;
  /** A query whose tables hold more is cancelled before it reads them. */
  readonly maxBytes?: number;
  /** Cancels the statement. */
  readonly signal?: AbortSignal;
  /** Takes the rows of a query as they come; the answer then holds none. */
  readonly sink?: RowSink;
}

/** Athena's SQL over Parquet files in place: Trino's dialect rewritten for one DuckDB in this process. */
export interface Engine {
  /**
   * Runs one statement.
   * @throws AthenaFault with Athena's code and message; engine internals never pass
   */
  query(sql: string, options?: RunOptions): Promise<Answer>;
  /** The engine's own SQL of a query: for benchmarks and tests. */
  explain(sql: string, options?: RunOptions): Promise<string>;
  /** DuckDB's own SQL, unchecked: tests prepare their tables with it. */
  raw(sql: string): Promise<void>;
  /** The answer of DuckDB's own SQL, unchecked: tests look into files with it. */
  inspect(sql: string): Promise<Answer>;
  close(): void;
}

/** Statements that run at the same time; more wait. */
/** Every statement uses all cores: more of them at once than cores only divide the memory. */
const PARALLEL = Math.min(4, Math.max(2, availableParallelism()));

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const temp = options.tempDirectory ?? mkdtempSync(join(tmpdir(), 'sluice-duckdb-'));
  const duck = await openDuck({
    memoryLimit: options.memoryLimit ?? '1GB',
    tempDirectory: temp,
    parallel: PARALLEL,
  });
  const around = { duck, places: options, footers: openFooters() };
  return {
    async query(sql, given = {}) {
      try {
        return await runStatement({ ...around, sql, options: given });
      } catch (error) {
        throw athenaFault(error);
      }
    },
    explain: (sql, given = {}) => {
      const nodes = treeOf(sql);
      const query = isWord(nodes[0], 'CREATE') ? readCreation(nodes, sql, 'default').query : nodes;
      const job = { ...around, sql, options: given };
      return duck.lend(async (connection) => (await planOf(query, job, connection)).sql);
    },
    raw: (sql) => duck.lend(async (connection) => void (await connection.run(sql))),
    inspect: (sql) => duck.lend((connection) => answerQuery(connection, { sql, bytes: 0 })),
    close() {
      duck.close();
      if (options.tempDirectory === undefined) rmSync(temp, { recursive: true, force: true });
    },
  };
}
