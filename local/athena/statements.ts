import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { NOTHING } from './answer';
import type { Answer, AnswerRow, RowSink } from './answer';
import { readCreation } from './ctas';
import type { TableCreation } from './ctas';
import type { Duck } from './duck';
import type { RunOptions } from './engine';
import { AthenaFault, place } from './fault';
import { forStatement } from './files';
import type { Places } from './files';
import { metered } from './meter/meter';
import type { Footers } from './meter/footers';
import { planQuery } from './plan';
import { isQuery } from './query';
import { answerDescribe, answerShow } from './show';
import { isWord, treeOf } from './tree';
import type { Node } from './tree';
import { athenaType, printerOf } from './values';
import { refuseUsed, writeTable } from './write-table';

/** A statement on its way through the engine. */
export interface Job {
  readonly sql: string;
  readonly duck: Duck;
  readonly places: Places;
  readonly footers: Footers;
  readonly options: RunOptions;
}

/** A query in DuckDB's words, and the bytes that Athena would bill. */
export interface MeteredQuery {
  readonly sql: string;
  readonly bytes: number;
}

/** @throws AthenaFault, or whatever DuckDB throws */
export async function runStatement(job: Job): Promise<Answer> {
  const nodes = treeOf(job.sql);
  const { database = 'default' } = job.options;
  if (isWord(nodes[0], 'CREATE')) return createTable(readCreation(nodes, job.sql, database), job);
  if (isWord(nodes[0], 'SHOW')) return answerShow(nodes, job.sql, database, job.places.tables);
  if (isWord(nodes[0], 'DESCRIBE', 'DESC')) {
    return answerDescribe(nodes, job.sql, database, job.places.tables);
  }
  if (!isQuery(nodes)) throw refused(nodes, job.sql);
  return job.duck.lend(async (connection) => {
    const plan = await planOf(nodes, job, connection);
    return guarded(connection, job.options.signal, () =>
      answerQuery(connection, plan, job.options.sink),
    );
  });
}

const refused = (nodes: readonly Node[], sql: string): AthenaFault => {
  const [head] = nodes;
  const shown = head === undefined ? '<EOF>' : head.kind === 'group' ? '(' : head.text;
  return new AthenaFault(
    'SYNTAX_ERROR',
    `${place(sql, head?.at ?? 0)}mismatched input '${shown}'. Expecting: SELECT, WITH, VALUES, CREATE TABLE … AS, SHOW, DESCRIBE`,
  );
};

/** The query ready to run; refused when it would scan more than the caller may. */
export async function planOf(
  nodes: readonly Node[],
  { sql, places, footers, options }: Job,
  connection: DuckDBConnection,
): Promise<MeteredQuery> {
  const { database = 'default', parameters = [], maxBytes = Infinity } = options;
  const listed = forStatement(places);
  const plan = await planQuery({ sql, nodes, database, parameters }, listed, async (pin) => {
    const answer = await connection.runAndReadAll(pin.sql);
    return new Set(answer.getColumns()[0]?.filter((value) => typeof value === 'string'));
  });
  const scans = await metered(plan.scans, listed, footers);
  const bytes = scans.reduce((sum, scan) => sum + scan.bytes, 0);
  if (bytes > maxBytes) {
    throw new AthenaFault('BYTES_SCANNED_LIMIT', 'Bytes scanned limit was exceeded');
  }
  return { sql: plan.sql, bytes };
}

const withSlash = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);

async function createTable(creation: TableCreation, job: Job): Promise<Answer> {
  const { options, places } = job;
  if (isKnown(creation, job)) return { ...NOTHING, kind: 'ctas' };
  const id = options.id ?? randomUUID();
  const location = withSlash(creation.location ?? `${options.output ?? ''}tables/${id}/`);
  const directory = places.resolveLocation(location).replace(/\/$/, '');
  const target = { creation, location, directory, id };
  await refuseUsed(target);
  return job.duck.lend(async (connection) => {
    const plan = await planOf(creation.query, job, connection);
    const written = await guarded(connection, options.signal, () =>
      writeTable(connection, plan.sql, target),
    );
    await places.tables.create(written.table, written.partitions);
    const { files, rows: rowsWritten } = written;
    return { ...NOTHING, kind: 'ctas', files, rowsWritten, bytesScanned: plan.bytes };
  });
}

/** Whether the table is there already and may be. */
function isKnown({ database, table, location, ifNotExists }: TableCreation, job: Job): boolean {
  const { tables } = job.places;
  if (!tables.hasDatabase(database)) {
    throw new AthenaFault('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`);
  }
  if (tables.table(database, table) !== undefined) {
    if (ifNotExists) return true;
    throw new AthenaFault('TABLE_ALREADY_EXISTS', `Table '${database}.${table}' already exists`);
  }
  if (job.options.enforced === true && location !== undefined) {
    throw new AthenaFault(
      'INVALID_TABLE_PROPERTY',
      'external_location cannot be used: the workgroup enforces its own result location',
    );
  }
  return false;
}

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

/** Runs a query in DuckDB's words; its rows go to the sink when there is one. */
export async function answerQuery(
  connection: DuckDBConnection,
  plan: MeteredQuery,
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
  return { ...NOTHING, kind: 'query', columns, rows, bytesScanned: plan.bytes };
}
