import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableSource } from './catalog';
import { readCreation } from './ctas';
import { openDuck } from './duck';
import { athenaFault } from './engine-faults';
import { AthenaFault, place } from './fault';
import { planQuery } from './plan';
import type { AnswerPaths, QueryPlan } from './plan';
import { isQuery } from './query';
import { answerShow } from './show';
import { treeOf, isWord } from './tree';
import type { Node } from './tree';
import { athenaType, printerOf } from './values';
import { refuseUsed, writeTable } from './write-table';
import type { WrittenFile } from './write-table';

export interface EngineOptions {
  /** Absolute path of an `s3://` URI: objects are plain files. */
  readonly resolveLocation: (uri: string) => string;
  readonly tables: TableSource;
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
export interface RowSink {
  columns(columns: readonly AnswerColumn[]): void;
  rows(rows: readonly AnswerRow[]): Promise<void>;
}

export interface AnswerColumn {
  readonly name: string;
  /** As GetQueryResults names it: `varchar`, `decimal(18,4)`, `timestamp`. */
  readonly type: string;
}
export type AnswerRow = readonly (string | null)[];

/** What a statement gave. Values are text as Athena prints them. */
export interface Answer {
  readonly kind: 'query' | 'ctas' | 'utility';
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
  /** Objects that a CTAS wrote. */
  readonly files: readonly WrittenFile[];
  readonly rowsWritten: number;
  readonly bytesScanned: number;
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
  close(): void;
}

const PARALLEL = 4;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const temp = options.tempDirectory ?? mkdtempSync(join(tmpdir(), 'sluice-duckdb-'));
  const duck = await openDuck({
    memoryLimit: options.memoryLimit ?? '1GB',
    tempDirectory: temp,
    parallel: PARALLEL,
  });
  const run = async (sql: string, given: RunOptions): Promise<Answer> => {
    const nodes = treeOf(sql);
    const database = given.database ?? 'default';
    if (isWord(nodes[0], 'CREATE')) return create(nodes, sql, given);
    if (isWord(nodes[0], 'SHOW')) return answerShow(nodes, sql, database, options.tables);
    if (!isQuery(nodes)) throw refused(nodes, sql);
    return duck.lend(async (connection) => {
      const plan = await planOf(nodes, sql, given, connection);
      refuseLarge(plan, given.maxBytes);
      return guarded(connection, given.signal, () => answerQuery(connection, plan, given.sink));
    });
  };

  const planOf = (
    nodes: readonly Node[],
    sql: string,
    given: RunOptions,
    connection: DuckDBConnection,
  ): Promise<QueryPlan> => {
    const { database = 'default', parameters = [] } = given;
    return planQuery({ sql, nodes, database, parameters }, options, pathsBy(connection));
  };

  const create = async (
    nodes: readonly Node[],
    sql: string,
    given: RunOptions,
  ): Promise<Answer> => {
    const creation = readCreation(nodes, sql, given.database ?? 'default');
    const { database, table } = creation;
    if (!options.tables.hasDatabase(database)) {
      throw new AthenaFault('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`);
    }
    if (options.tables.table(database, table) !== undefined) {
      if (creation.ifNotExists) return { ...nothing, kind: 'ctas' };
      throw new AthenaFault('TABLE_ALREADY_EXISTS', `Table '${database}.${table}' already exists`);
    }
    if (given.enforced === true && creation.location !== undefined) {
      throw new AthenaFault(
        'INVALID_TABLE_PROPERTY',
        'external_location cannot be used: the workgroup enforces its own result location',
      );
    }
    const id = given.id ?? randomUUID();
    const location = withSlash(creation.location ?? `${given.output ?? ''}tables/${id}/`);
    const directory = options.resolveLocation(location).replace(/\/$/, '');
    const target = { creation, location, directory, id };
    await refuseUsed(target);
    return duck.lend(async (connection) => {
      const plan = await planOf(creation.query, sql, given, connection);
      refuseLarge(plan, given.maxBytes);
      const written = await guarded(connection, given.signal, () =>
        writeTable(connection, plan.sql, target),
      );
      await options.tables.create(written.table, written.partitions);
      return {
        ...nothing,
        kind: 'ctas',
        files: written.files,
        rowsWritten: written.rows,
        bytesScanned: plan.bytes,
      };
    });
  };

  return {
    async query(sql, given = {}) {
      try {
        return await run(sql, given);
      } catch (error) {
        throw athenaFault(error);
      }
    },
    explain: (sql, given = {}) => {
      const nodes = treeOf(sql);
      const creates = isWord(nodes[0], 'CREATE');
      const query = creates ? readCreation(nodes, sql, 'default').query : nodes;
      return duck.lend(async (connection) => (await planOf(query, sql, given, connection)).sql);
    },
    raw: (sql) => duck.lend(async (connection) => void (await connection.run(sql))),
    close() {
      duck.close();
      if (options.tempDirectory === undefined) rmSync(temp, { recursive: true, force: true });
    },
  };
}

const nothing: Answer = {
  kind: 'utility',
  columns: [],
  rows: [],
  files: [],
  rowsWritten: 0,
  bytesScanned: 0,
};

const withSlash = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);

const refused = (nodes: readonly Node[], sql: string): AthenaFault => {
  const [head] = nodes;
  const shown = head === undefined ? '<EOF>' : head.kind === 'group' ? '(' : head.text;
  return new AthenaFault(
    'SYNTAX_ERROR',
    `${place(sql, head?.at ?? 0)}mismatched input '${shown}'. Expecting: SELECT, WITH, VALUES, CREATE TABLE … AS, SHOW`,
  );
};

function refuseLarge({ bytes }: QueryPlan, most = Infinity): void {
  if (bytes > most)
    throw new AthenaFault('BYTES_SCANNED_LIMIT', 'Bytes scanned limit was exceeded');
}

const pathsBy =
  (connection: DuckDBConnection): AnswerPaths =>
  async ({ sql }) => {
    const answer = await connection.runAndReadAll(sql);
    return new Set(answer.getColumns()[0]?.filter((value) => typeof value === 'string'));
  };

async function guarded<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const cancelled = (): AthenaFault => new AthenaFault('USER_CANCELED', 'Query cancelled by user');
  if (signal?.aborted) throw cancelled();
  const stop = (): void => connection.interrupt();
  signal?.addEventListener('abort', stop);
  try {
    return await work();
  } catch (error) {
    throw signal?.aborted ? cancelled() : error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function answerQuery(
  connection: DuckDBConnection,
  plan: QueryPlan,
  sink?: RowSink,
): Promise<Answer> {
  const result = await connection.stream(plan.sql);
  const types = result.columnTypes();
  const printers = types.map(printerOf);
  const columns = result.columnNames().map((name, at) => {
    const type = types[at];
    return { name, type: type === undefined ? 'unknown' : athenaType(type) };
  });
  sink?.columns(columns);
  const rows: AnswerRow[] = [];
  for await (const chunk of result) {
    const printed = chunk
      .getRows()
      .map((row) => row.map((value, at) => printers[at]?.(value) ?? null));
    if (sink === undefined) rows.push(...printed);
    else await sink.rows(printed);
  }
  return { ...nothing, kind: 'query', columns, rows, bytesScanned: plan.bytes };
}
