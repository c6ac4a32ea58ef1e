import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { formatDecimal } from './decimal';
import { FileFault } from './faults';
import type { LocalFile } from './open-bytes';
import type { Cell, Cells, Row, Table } from './rows';

/** Rows decoded at a time; row groups are cut to it. */
const BATCH_ROWS = 20_000;

type Convert = (value: unknown) => Cell;

/** hyparquet makes floats of decimals: hidden from it, they arrive as the integers that are stored. */
const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';

function storedInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  if (!(value instanceof Uint8Array) || value.length === 0) return undefined;
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
}

const decimalOf =
  (scale: number): Convert =>
  (value) => {
    const units = storedInteger(value);
    return units === undefined ? undefined : formatDecimal({ units, scale });
  };

/** The shortest text that is the same 32-bit number; widened, 12.34 would read 12.34000015. */
const singleOf: Convert = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const digits = [6, 7, 8].find((count) => Math.fround(Number(value.toPrecision(count))) === value);
  return String(Number(value.toPrecision(digits ?? 9)));
};

/** Times without a zone are wall clocks: they get no offset, so that the mapping's zone counts. */
const timeOf =
  (isUtc: boolean, isDate: boolean): Convert =>
  (value) => {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
    const text = value.toISOString();
    return isDate ? text.slice(0, 10) : text.slice(0, isUtc ? undefined : -1);
  };

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return value;
  // Older writers leave texts unmarked; bytes that are no text have no place in a record.
  if (value instanceof Uint8Array) return isUtf8(value) ? Buffer.from(value).toString() : undefined;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function converterOf(element: SchemaElement): Convert {
  const { logical_type: logical, converted_type: converted, scale = 0, type } = element;
  if (isDecimal(element)) return decimalOf(logical?.type === 'DECIMAL' ? logical.scale : scale);
  if (type === 'FLOAT') return singleOf;
  if (logical?.type === 'TIMESTAMP') return timeOf(logical.isAdjustedToUTC, false);
  if (converted === 'DATE') return timeOf(false, true);
  if (type === 'INT96') return timeOf(false, false);
  return plain;
}

/** Nested decimals stay hyparquet's: items in a Parquet file come as text or doubles in practice. */
function columnsOf(metadata: FileMetaData): readonly SchemaElement[] {
  const columns: SchemaElement[] = [];
  let skip = 0;
  for (const element of metadata.schema.slice(1)) {
    if (skip === 0) columns.push(element);
    else skip -= 1;
    skip += element.num_children ?? 0;
  }
  return columns;
}

const withoutDecimals = (element: SchemaElement): SchemaElement =>
  isDecimal(element) && element.num_children === undefined
    ? { ...element, converted_type: undefined, logical_type: undefined }
    : element;

async function readable<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw new FileFault('is not readable Parquet: truncated or damaged, send it again', {
      cause: error,
    });
  }
}

/** Opens the file for each read: nothing stays open when a reader stops early. */
const bufferOf = ({ path, bytes }: LocalFile): AsyncBuffer => ({
  byteLength: bytes,
  slice: async (start, end = bytes) => {
    const handle = await open(path);
    try {
      const buffer = new ArrayBuffer(end - start);
      await handle.read(new Uint8Array(buffer), 0, end - start, start);
      return buffer;
    } finally {
      await handle.close();
    }
  },
});

/** Parquet as rows, batch by batch. @throws FileFault when it cannot be read */
export async function readParquet(local: LocalFile): Promise<Table> {
  const file = bufferOf(local);
  const metadata = await readable(parquetMetadataAsync(file));
  const columns = columnsOf(metadata);
  const converters = columns.map((column) => [column.name, converterOf(column)] as const);
  const raw = { ...metadata, schema: metadata.schema.map(withoutDecimals) };
  const total = Number(metadata.num_rows);
  async function* rows(): AsyncGenerator<Row> {
    for (let rowStart = 0; rowStart < total; rowStart += BATCH_ROWS) {
      const rowEnd = Math.min(rowStart + BATCH_ROWS, total);
      const options = { file, metadata: raw, compressors, rowStart, rowEnd, utf8: false };
      const batch: readonly Record<string, unknown>[] = await readable(parquetReadObjects(options));
      for (const [at, record] of batch.entries()) {
        const cells: Cells = Object.fromEntries(
          converters.map(([name, convert]) => [name, convert(record[name])]),
        );
        yield { number: rowStart + at + 1, cells, faults: [] };
      }
    }
  }
  return { columns: columns.map(({ name }) => name), rows: rows() };
}
