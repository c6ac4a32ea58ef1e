import { FileFault } from './faults';
import type { Limits } from './limits';
import type { FileShape, Format } from './mapping-file';
import { isGzip, openBytes, type LocalFile } from './open-bytes';
import { readJson, readJsonRecords } from './read-json';
import type { RawRecord, Row, Table } from './rows';

const ENDINGS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  asc: 'csv',
  dat: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'json',
  parquet: 'parquet',
  xlsx: 'xlsx',
};

/** The format that the mapping names, else by the name's ending before `.gz`. */
export function formatOf(fileName: string, shape: Pick<FileShape, 'format'>): Format {
  const ending = fileName.toLowerCase().replace(/\.gz$/, '').split('.').at(-1) ?? '';
  const format = shape.format ?? ENDINGS[ending];
  if (format === undefined) {
    throw new FileFault(
      `has an unknown ending: use one of .${Object.keys(ENDINGS).join(' .')}, or set "format" in the mapping`,
    );
  }
  return format;
}

async function* capped<R extends { readonly number: number }>(
  rows: AsyncIterable<R>,
  limit: number,
): AsyncGenerator<R> {
  for await (const row of rows) {
    if (row.number > limit) throw new FileFault(`has more than ${limit} rows: split it`);
    yield row;
  }
}

// Readers of workbooks and Parquet are lazy chunks: most files need neither.
async function tableOf(
  file: LocalFile,
  format: Format,
  shape: FileShape,
  limits: Limits,
): Promise<Table> {
  switch (format) {
    case 'parquet':
      return (await import('./read-parquet')).readParquet(file);
    case 'xlsx':
      return (await import('./read-xlsx')).readXlsx(file, shape, limits);
    case 'csv':
      return (await import('./read-text')).readCsv(
        await openBytes(file, limits),
        shape,
        limits.rowBytes,
      );
    case 'fixed':
      return (await import('./read-text')).readFixed(
        await openBytes(file, limits),
        shape,
        limits.rowBytes,
      );
    case 'ndjson':
    case 'json':
      return readJson(await openBytes(file, limits), format, limits.rowBytes);
  }
}

/** Rows of a file, streamed. @throws FileFault at once or while reading */
export async function readRows(
  file: LocalFile,
  fileName: string,
  shape: FileShape,
  limits: Limits,
): Promise<Table> {
  const format = formatOf(fileName, shape);
  if ((format === 'parquet' || format === 'xlsx') && (await isGzip(file.path))) {
    throw new FileFault(`is gzip of ${format}, which is compressed already: send it unzipped`);
  }
  const table = await tableOf(file, format, shape, limits);
  return { ...table, rows: capped<Row>(table.rows, limits.rows) };
}

/** Documents of a JSON file that are already in the contract's form; undefined for other formats. */
export async function readDocuments(
  file: LocalFile,
  format: Format,
  limits: Limits,
): Promise<AsyncIterable<RawRecord> | undefined> {
  if (format !== 'ndjson' && format !== 'json') return undefined;
  return capped(
    readJsonRecords(await openBytes(file, limits), format, limits.rowBytes),
    limits.rows,
  );
}
