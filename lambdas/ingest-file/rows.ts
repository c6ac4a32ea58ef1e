import type { RowFault } from './faults';

/** Texts, numbers, booleans; lists and objects from JSON and Parquet. Missing columns are absent. */
export type Cell = unknown;
export type Cells = Readonly<Record<string, Cell>>;

/** One row of a file as it was read. */
export interface Row {
  /** Position among the data rows of the file, from 1. */
  readonly number: number;
  readonly cells: Cells;
  readonly faults: readonly RowFault[];
  /** A document that cannot be mapped: its bytes go to the gate, which says why. */
  readonly raw?: Uint8Array;
}

/** Whether quarantine has to tell of a row, so that no step may leave it out. */
export const isFaulty = ({ faults, raw }: Row): boolean => faults.length > 0 || raw !== undefined;

/** A document in the contract's own form: its bytes go to the gate as they are. */
export interface RawRecord {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** The columns of a file, when it has fixed ones; known before its first row. */
export interface Table<R = Row> {
  readonly columns?: readonly string[];
  readonly rows: AsyncIterable<R>;
}

const isCells = (value: unknown): value is Cells => typeof value === 'object' && value !== null;

/** The cell of a column; `a.b` also reaches into nested objects, and into the first entry of a list. */
export function cellOf(cells: Cells, column: string): Cell {
  if (Object.hasOwn(cells, column)) return cells[column];
  const dot = column.indexOf('.');
  if (dot < 0) return undefined;
  const held = cells[column.slice(0, dot)];
  const inner: Cell = Array.isArray(held) ? held[0] : held;
  return isCells(inner) ? cellOf(inner, column.slice(dot + 1)) : undefined;
}

/** A list cell's entries as rows of their own. */
export function rowsOf(row: Row, column: string): readonly Row[] {
  const cell = cellOf(row.cells, column);
  const entries: readonly unknown[] = Array.isArray(cell) ? cell : [];
  return entries.map((entry) => ({ ...row, cells: isCells(entry) ? entry : { value: entry } }));
}

/** A scalar cell as text; lists and objects have none. */
export function textOf(cell: Cell): string | undefined {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'bigint') {
    return String(cell);
  }
  return undefined;
}
