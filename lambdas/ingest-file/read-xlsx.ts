import { readFile } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { FileFault } from './faults';
import type { Limits } from './limits';
import type { FileShape } from './mapping-file';
import type { LocalFile } from './open-bytes';
import type { Cell, Table } from './rows';
import { tableOf } from './tabular';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** What a zip's directory says its entries unpack to, in bytes. */
function unpackedBytes(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END_OF_DIRECTORY) {
    throw new FileFault('is not a readable workbook: truncated or not .xlsx');
  }
  let total = 0;
  let at = zip.readUInt32LE(end + 16);
  while (at + 46 <= end && zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    total += zip.readUInt32LE(at + 24);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return total;
}

/** Excel keeps 15 digits; what its files hold beyond them is binary noise (2.5499999999999998). */
const numberText = (text: string): string =>
  text.length <= 15 ? text : String(Number(Number(text).toPrecision(15)));

/** A cell's date is a wall clock; days as fractions miss whole seconds by microseconds. */
function dateText(date: Date): string {
  const seconds = Math.round(date.getTime() / 1000) * 1000;
  const rounded = Math.abs(seconds - date.getTime()) <= 10 ? new Date(seconds) : date;
  return rounded.toISOString().slice(0, -1);
}

const cellOf = (cell: unknown): Cell => {
  if (cell instanceof Date) return dateText(cell);
  return cell === null ? undefined : cell;
};

const sheetOf = (name: string): string | number => (/^\d+$/.test(name) ? Number(name) : name);

async function* recordsOf(
  sheet: readonly (readonly unknown[])[],
  skipLines: number,
): AsyncGenerator<readonly Cell[]> {
  for (const record of sheet.slice(skipLines)) yield record.map(cellOf);
}

/** One sheet of a workbook, which is read whole: size caps apply before it is unpacked. */
export async function readXlsx(
  { path, bytes }: LocalFile,
  shape: FileShape,
  limits: Pick<Limits, 'workbookBytes' | 'workbookExpandedBytes'>,
): Promise<Table> {
  const zip = bytes > limits.workbookBytes ? undefined : await readFile(path);
  if (zip === undefined || unpackedBytes(zip) > limits.workbookExpandedBytes) {
    throw new FileFault('is too large for a workbook: save the sheet as CSV');
  }
  const options = { parseNumber: numberText };
  try {
    const sheet = await readSheet(zip, sheetOf(shape.sheet ?? '1'), options);
    return await tableOf(recordsOf(sheet, shape.skipLines), shape, (cell) => cell);
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault('is not a readable workbook, or has no such sheet: check "sheet"', {
      cause: error,
    });
  }
}
