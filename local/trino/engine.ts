import { createServer } from 'node:net';
import { join } from 'node:path';
import { NOTHING } from '../athena/answer';
import type { Answer } from '../athena/answer';
import type { TableSource } from '../athena/catalog';
import { readCreation } from '../athena/ctas';
import type { Engine, RunOptions } from '../athena/engine';
import { AthenaFault } from '../athena/fault';
import { answerDescribe, answerShow } from '../athena/show';
import { quoteName } from '../athena/tokens';
import { isWord, treeOf } from '../athena/tree';
import { refuseUsed } from '../athena/write-table';
import { diskPath } from '../athena/results';
import type { ObjectStore } from '../s3/store';
import { mirroredCatalogue } from './catalogue';
import type { MirroredCatalogue } from './catalogue';
import { trinoClient, TrinoError } from './client';
import type { RunTrino, TrinoRequest } from './client';
import { createdBy } from './create';
import type { TrinoInstall } from './fetch';
import { startTrino } from './server';
import { creationForTrino, withParameters } from './translate';
import { usedTables } from './used-tables';
import { apiType, printedRow } from './values';

interface TrinoOptions {
  readonly install: TrinoInstall;
  readonly tables: TableSource;
  /** Databases of the catalogue. */
  readonly databases: readonly string[];
  readonly objects: ObjectStore;
  /** Everything that Trino keeps is below it. */
  readonly folder: string;
  /** The laptop's own endpoint: Trino reads and writes `s3://` there. */
  readonly s3Endpoint: string;
}
type Statements = Pick<Engine, 'query'>;
interface Parts extends TrinoOptions {
  readonly run: RunTrino;
  readonly catalogue: MirroredCatalogue;
}

/** A real Trino in the place of the laptop's own engine, over the same catalogue and the same objects. */
export async function openTrino(
  options: TrinoOptions,
): Promise<Statements & { close(): Promise<void> }> {
  const server = await startTrino({
    ...{ install: options.install, s3Endpoint: options.s3Endpoint },
    ...{ folder: join(options.folder, 'trino'), port: await freePort() },
  });
  const run = trinoClient(server.url);
  for (const name of options.databases) {
    await run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`);
  }
  const parts = { ...options, run, catalogue: mirroredCatalogue(run, options.tables) };
  return {
    query: (sql, given = {}) => statement(sql, given, parts).catch(asAthena),
    close: () => server.stop(),
  };
}

function asAthena(error: unknown): never {
  if (!(error instanceof TrinoError)) throw error;
  if (error.code === 'EXCEEDED_SCAN_LIMIT') {
    throw new AthenaFault('BYTES_SCANNED_LIMIT', 'Bytes scanned limit was exceeded');
  }
  throw new AthenaFault(error.code, error.detail, { cause: error });
}

async function statement(text: string, options: RunOptions, parts: Parts): Promise<Answer> {
  const { database = 'default', parameters = [] } = options;
  const sql = withParameters(text, parameters).replace(/;\s*$/, '');
  const nodes = treeOf(sql);
  const { tables } = parts;
  // Athena answers these from Glue.
  if (isWord(nodes[0], 'SHOW')) return answerShow(nodes, sql, database, tables);
  if (isWord(nodes[0], 'DESCRIBE', 'DESC')) return answerDescribe(nodes, sql, database, tables);
  const used = usedTables(nodes, database, tables);
  return parts.catalogue.reading(used.values(), () =>
    isWord(nodes[0], 'CREATE') ? create(sql, options, parts) : answer(sql, options, parts),
  );
}

function requestOf({ database, maxBytes, signal }: RunOptions): TrinoRequest {
  return {
    ...(database !== undefined && { schema: database }),
    ...(signal !== undefined && { signal }),
    ...(maxBytes !== undefined && {
      session: { query_max_scan_physical_bytes: `${Math.floor(maxBytes)}B` },
    }),
  };
}

async function answer(sql: string, options: RunOptions, { run }: Parts): Promise<Answer> {
  const found = await run(sql, requestOf(options));
  const columns = found.columns.map(({ name, type }) => ({ name, type: apiType(type) }));
  const rows = found.rows.map((row) => printedRow(row, found.columns));
  options.sink?.columns(columns);
  await options.sink?.rows(rows);
  return {
    ...NOTHING,
    kind: 'query',
    columns,
    rows: options.sink === undefined ? rows : [],
    bytesScanned: found.scanned,
  };
}

async function create(sql: string, options: RunOptions, parts: Parts): Promise<Answer> {
  const { run, objects, tables, catalogue } = parts;
  const { database = 'default' } = options;
  const creation = readCreation(treeOf(sql), sql, database);
  const { location } = creation;
  if (location === undefined || options.enforced === true) {
    throw new AthenaFault('INVALID_TABLE_PROPERTY', 'a CTAS needs an external_location of its own');
  }
  const directory = diskPath(objects, location).replace(/\/$/, '');
  await refuseUsed({ creation, location, directory, id: '' });
  // What the laptop's catalogue dropped is Trino's no longer either.
  if (tables.table(creation.database, creation.table) === undefined) {
    await run(`DROP TABLE IF EXISTS ${quoteName(creation.database)}.${quoteName(creation.table)}`);
  }
  const trino = creationForTrino(sql);
  const request = requestOf(options);
  const answered = await run(trino.sql, {
    ...request,
    session: { ...request.session, ...trino.session },
  });
  const { table, partitions, files } = await createdBy(creation, location, parts);
  await tables.create(table, partitions);
  catalogue.made(table);
  const { written: rowsWritten, scanned: bytesScanned } = answered;
  return { ...NOTHING, kind: 'ctas', files, rowsWritten, bytesScanned };
}

/** The system's choice; Trino wants to know before it starts. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const place = probe.address();
      const port = typeof place === 'object' && place !== null ? place.port : 0;
      probe.close(() => resolve(port));
    });
  });
