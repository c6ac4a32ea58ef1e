import { FileFault, type RowFault } from './faults';
import type { FileShape } from './mapping-file';
import { textOf, type Cell, type Row, type Table } from './rows';

const isBlank = (cell: Cell): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

/** Column names without blanks around, each once: a second `x` is `x_2`, a nameless one `column_3`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((given, at) => {
    const name = given.trim() === '' ? `column_${at + 1}` : given.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/** Turns one cell's raw form into its text; undefined when its bytes are not of the charset. */
export type Decode = (cell: Cell) => Cell;

function rowOf(
  record: readonly Cell[],
  columns: readonly string[],
  number: number,
  decode: Decode,
): Row {
  const faults: RowFault[] = [];
  const extra = record.slice(columns.length).some((cell) => !isBlank(cell));
  if (record.length < columns.length || extra) {
    const detail = `${record.length} cells, ${columns.length} columns`;
    faults.push({ code: 'source.row_shape', path: '', detail });
  }
  const cells: Record<string, Cell> = {};
  columns.forEach((column, at) => {
    const cell = record[at];
    const decoded = isBlank(cell) ? '' : decode(cell);
    if (decoded !== undefined) cells[column] = decoded;
    else faults.push({ code: 'source.charset', path: '', detail: `column ${at + 1}` });
  });
  return { number, cells, faults };
}

/**
 * Names the cells of records: by the mapping's columns, else by the first record. Blank records are skipped;
 * a record with too few or too many cells is a row with a fault.
 */
export async function tableOf(
  records: AsyncIterable<readonly Cell[]>,
  shape: Pick<FileShape, 'header' | 'columns'>,
  decode: Decode,
): Promise<Table> {
  const iterator = records[Symbol.asyncIterator]();
  const first = shape.header ? await iterator.next() : undefined;
  if (first?.done === true) throw new FileFault('is empty: a header row was expected');
  const header = first?.value.map((cell) => textOf(decode(cell)) ?? '');
  const names = shape.columns?.map(({ name }) => name) ?? header;
  if (names === undefined) {
    throw new FileFault('has no header and the mapping names no columns: add "columns: [a, b, …]"');
  }
  const columns = uniqueNames(names);
  async function* rows(): AsyncGenerator<Row> {
    let number = 0;
    for await (const record of { [Symbol.asyncIterator]: () => iterator }) {
      if (record.every(isBlank)) continue;
      number += 1;
      yield rowOf(record, columns, number, decode);
    }
  }
  return { columns, rows: rows() };
}
