import { FileFault } from './faults';
import type { RowSteps, Wanted } from './mapping-rows';
import { cellOf, isFaulty, textOf, type Cell, type Row, type Table } from './rows';

const matches = (text: string, wanted: string): boolean =>
  wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;

const hasOneOf = (row: Row, column: string, texts: readonly string[]): boolean => {
  const text = textOf(cellOf(row.cells, column))?.trim() ?? '';
  return texts.some((wanted) => matches(text, wanted));
};

/** Whether a row counts; one that cannot be read does, so that quarantine tells why. */
export function isWanted(row: Row, only: Wanted | undefined, except?: Wanted): boolean {
  if (isFaulty(row)) return true;
  const all = [...(only ?? [])].every(([column, texts]) => hasOneOf(row, column, texts));
  return all && ![...(except ?? [])].some(([column, texts]) => hasOneOf(row, column, texts));
}

const isMissing = (cell: Cell, missing: ReadonlySet<string>): boolean => {
  const text = textOf(cell)?.trim() ?? '';
  return text === '' || missing.has(text);
};

/**
 * One row of each cell that has a value; numbered by row and column, so that every row has its own place.
 * A row that cannot be read stays one: its cells may be missing, or stand in the wrong columns.
 */
async function* unpivoted(
  rows: AsyncIterable<Row>,
  columns: readonly string[],
  { keep, name, value }: NonNullable<RowSteps['unpivot']>,
  missing: ReadonlySet<string>,
): AsyncGenerator<Row> {
  const turned = columns.filter((column) => !keep.includes(column));
  const numberOf = (row: Row, at: number): number => (row.number - 1) * turned.length + at + 1;
  for await (const row of rows) {
    if (isFaulty(row)) {
      yield { ...row, number: numberOf(row, 0) };
      continue;
    }
    const kept = Object.fromEntries(keep.map((column) => [column, row.cells[column]]));
    for (const [at, column] of turned.entries()) {
      const cell = row.cells[column];
      if (isMissing(cell, missing)) continue;
      yield {
        ...row,
        number: numberOf(row, at),
        cells: { ...kept, [name]: column, [value]: cell },
      };
    }
  }
}

/**
 * The rows that a mapping asks for: wide ones made long, unwanted ones left out.
 * @param missing texts that mean "no value", besides the empty one
 */
export function shapedRows(table: Table, steps: RowSteps, missing: readonly string[]): Table {
  const { unpivot, only, except } = steps;
  const { columns } = table;
  if (unpivot !== undefined && columns === undefined) {
    throw new FileFault('has no fixed columns to unpivot: leave out "unpivot"');
  }
  const isLong = unpivot === undefined || columns === undefined;
  const rows = isLong ? table.rows : unpivoted(table.rows, columns, unpivot, new Set(missing));
  const named = isLong ? columns : [...unpivot.keep, unpivot.name, unpivot.value];
  async function* wanted(): AsyncGenerator<Row> {
    for await (const row of rows) if (isWanted(row, only, except)) yield row;
  }
  const kept = only === undefined && except === undefined ? rows : wanted();
  return { rows: kept, ...(named !== undefined && { columns: named }) };
}
