import { join } from 'node:path';
import type { Contract } from '../shared/contracts/contract';
import { checkColumns } from './check-columns';
import { directRecord } from './direct-record';
import { FileFault } from './faults';
import { groupRows } from './group-rows';
import { joinRows } from './join-rows';
import type { Limits } from './limits';
import { recordMaker, type MappedRecord, type RecordMaker } from './make-record';
import type { DatasetMapping } from './mapping';
import type { FileShape } from './mapping-file';
import type { LocalFile } from './open-bytes';
import { formatOf, readDocuments, readRows } from './read-rows';
import { keyBy, occurrenceKey, ordered } from './row-keys';
import type { Row, Table } from './rows';
import { shapedRows } from './shape-rows';
import { isZip, memberTaker } from './zip-members';

/** A file with what is needed to read it. */
export interface FileToRead {
  readonly file: LocalFile;
  readonly fileName: string;
  readonly contract: Contract;
  /** Absent: the file's fields already are the contract's. */
  readonly mapping?: DatasetMapping;
  /** Folder for what does not fit in memory. */
  readonly folder: string;
  readonly limits: Limits;
  /** Told of each row that was read. */
  readonly onRow: () => void;
}

const PLAIN_FILE: FileShape = {
  charset: 'utf-8',
  quote: '"',
  escape: '"',
  header: true,
  skipLines: 0,
  missing: [],
  decimal: '.',
};

async function* mapped(
  rows: AsyncIterable<Row>,
  { folder, limits }: FileToRead,
  mapping: DatasetMapping,
  make: RecordMaker,
): AsyncGenerator<MappedRecord> {
  const { groupBy, orderBy } = mapping;
  if (groupBy !== undefined) {
    for await (const group of groupRows(rows, { keyOf: keyBy(groupBy), folder, limits })) {
      yield make(orderBy === undefined ? group : ordered(group, orderBy), 1);
    }
    return;
  }
  const keyOf = occurrenceKey(mapping);
  if (keyOf === undefined) {
    for await (const row of rows) yield make([row], 1);
    return;
  }
  for await (const equal of groupRows(rows, { keyOf, folder, limits })) {
    for (const [at, row] of equal.entries()) yield make([row], at + 1);
  }
}

async function* counted<R>(rows: AsyncIterable<R>, onRow: () => void): AsyncGenerator<R> {
  for await (const row of rows) {
    onRow();
    yield row;
  }
}

/** Rows or documents that already have the contract's fields. */
async function* direct(request: FileToRead): AsyncGenerator<MappedRecord> {
  const { file, fileName, contract, limits, onRow } = request;
  const documents = await readDocuments(file, formatOf(fileName, PLAIN_FILE), limits);
  if (documents !== undefined) {
    for await (const document of counted(documents, onRow)) yield { ...document, faults: [] };
    return;
  }
  const make = directRecord(contract);
  const { rows } = await readRows(file, fileName, PLAIN_FILE, limits);
  for await (const row of counted(rows, onRow)) yield make(row);
}

/** Opens the rows of a file, or of one file in an archive. */
function tablesOf(request: FileToRead): (shape: FileShape) => Promise<Table> {
  const { file, fileName, folder, limits } = request;
  const take = memberTaker(file, folder, limits);
  return async (shape) => {
    const isArchive =
      shape.member !== undefined || (shape.format !== 'xlsx' && isNamedZip(fileName));
    if (!isArchive) return readRows(file, fileName, shape, limits);
    if (!(await isZip(file))) throw new FileFault('is no zip archive: leave out "member"');
    const member = await take(shape.member);
    return readRows(member.file, member.fileName, shape, limits);
  };
}
const isNamedZip = (fileName: string): boolean => fileName.toLowerCase().endsWith('.zip');

async function rowsOf(request: FileToRead, mapping: DatasetMapping): Promise<Table> {
  const { folder, limits, onRow } = request;
  const { rows: steps, file: shape } = mapping;
  const openTable = tablesOf(request);
  const table = await openTable(shape);
  const read = { ...table, rows: counted(table.rows, onRow) };
  const joined = joinRows(read, steps.joined, {
    folder: join(folder, 'joined'),
    limits,
    open: ({ file }) => openTable(file),
  });
  return shapedRows(joined, steps, shape.missing);
}

/**
 * The records of a file, in an order that depends on its bytes alone.
 * @throws FileFault, at once or while reading, when the whole file cannot be loaded
 */
export async function* makeRecords(request: FileToRead): AsyncGenerator<MappedRecord> {
  const { mapping, contract } = request;
  if (mapping === undefined) {
    yield* direct(request);
    return;
  }
  const { columns, rows } = await rowsOf(request, mapping);
  if (columns !== undefined) checkColumns(mapping, columns);
  yield* mapped(rows, request, mapping, recordMaker(mapping, contract));
}
