import { createHash } from 'node:crypto';
import type { ColumnNames, DatasetMapping } from './mapping';
import { cellOf, textOf, type Row } from './rows';

export type KeyOf = (row: Row) => string | undefined;

const textsOf = (row: Row, columns: readonly string[]): readonly string[] =>
  columns.map((column) => textOf(cellOf(row.cells, column))?.trim() ?? '');

/** Of each column, under the name that has a value; '' when none has. */
const valuesOf = (row: Row, columns: readonly ColumnNames[]): readonly string[] =>
  columns.map((names) => textsOf(row, names).find((text) => text !== '') ?? '');

/** Rows with equal values share a key; a row that lacks one of them has none and stays alone. */
export const keyBy =
  (columns: readonly ColumnNames[]): KeyOf =>
  (row) => {
    const texts = valuesOf(row, columns);
    return texts.includes('') ? undefined : JSON.stringify(texts);
  };

/** What a hashed id is made of: the whole row, or of each list of column names the first with a value. */
export function hashedValues(hashOf: 'row' | readonly ColumnNames[], row: Row): unknown {
  if (hashOf === 'row') return row.cells;
  return valuesOf(row, hashOf).map((text) => (text === '' ? null : text));
}

/** The key of equal rows when the mapping numbers them; undefined when it does not. */
export function occurrenceKey({ fields }: DatasetMapping): KeyOf | undefined {
  for (const { source } of Object.values(fields)) {
    if (source.verb !== 'id' || !source.occurrence) continue;
    const { hashOf } = source;
    return (row) => {
      const text = JSON.stringify(hashedValues(hashOf, row));
      return row.raw === undefined ? createHash('sha256').update(text).digest('base64') : undefined;
    };
  }
  return undefined;
}

/** Numbers by size, other texts by code unit. */
function compare(left: readonly string[], right: readonly string[]): number {
  for (const [at, text] of left.entries()) {
    const other = right[at] ?? '';
    const difference = Number(text) - Number(other);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}

/** Rows by the values of columns, equal ones as they stood. */
export function ordered(rows: readonly Row[], columns: readonly ColumnNames[]): readonly Row[] {
  return rows
    .map((row) => [valuesOf(row, columns), row] as const)
    .sort(([left], [right]) => compare(left, right))
    .map(([, row]) => row);
}
