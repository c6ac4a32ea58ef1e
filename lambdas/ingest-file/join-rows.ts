import { FileFault } from './faults';
import { groupRows } from './group-rows';
import type { Limits } from './limits';
import type { JoinedFile } from './mapping-rows';
import { keyBy } from './row-keys';
import { textOf, type Cells, type Row, type Table } from './rows';
import { isWanted } from './shape-rows';

export interface Joining {
  readonly folder: string;
  readonly limits: Limits;
  readonly open: (joined: JoinedFile) => Promise<Table>;
}
/** Column under which a row tells which file it is of, while rows of several files are grouped. */
const FILE = '\u0000file';
const named = (columns: readonly string[]): readonly (readonly string[])[] =>
  columns.map((column) => [column]);

function checkBy({ columns }: Table, by: readonly string[], file: string): void {
  const absent = by.filter((column) => columns?.includes(column) === false);
  if (absent.length === 0) return;
  throw new FileFault(
    `has no column ${absent.join(', ')} in ${file} to join by; it has ${columns?.join(', ') ?? ''}: ` +
      'correct "by"',
  );
}

/** Every row of a file by key; held in memory, so it has a bound. */
async function lookUp(joined: JoinedFile, { limits, open }: Joining): Promise<Map<string, Cells>> {
  const table = await open(joined);
  checkBy(table, joined.by, joined.name);
  const keyOf = keyBy(named(joined.by));
  const found = new Map<string, Cells>();
  for await (const row of table.rows) {
    const key = isWanted(row, joined.only) ? keyOf(row) : undefined;
    if (key === undefined) continue;
    if (found.has(key)) {
      throw new FileFault(`has several rows of ${joined.name} for one key: leave out "one"`);
    }
    found.set(key, row.cells);
    if (found.size > limits.groupInMemoryRows) {
      throw new FileFault(`has more than ${limits.groupInMemoryRows} rows of ${joined.name}`);
    }
  }
  return found;
}

async function* withOne(rows: AsyncIterable<Row>, joined: JoinedFile, joining: Joining) {
  const found = await lookUp(joined, joining);
  const keyOf = keyBy(named(joined.by));
  for await (const row of rows) {
    const cells = found.get(keyOf(row) ?? '');
    yield cells === undefined ? row : { ...row, cells: { ...row.cells, [joined.name]: cells } };
  }
}

/** A row of a joined file that belongs to none of the main file must not be lost: it becomes a fault. */
const orphan = (row: Row, name: string): Row => ({
  ...row,
  cells: {},
  faults: [...row.faults, { code: 'source.unmatched', path: '', detail: `row of ${name}` }],
});

async function* withLists(
  main: AsyncIterable<Row>,
  lists: readonly JoinedFile[],
  { folder, limits, open }: Joining,
): AsyncGenerator<Row> {
  const tables = await Promise.all(lists.map(open));
  tables.forEach((table, at) => checkBy(table, lists[at]?.by ?? [], lists[at]?.name ?? ''));
  async function* all(): AsyncGenerator<Row> {
    for await (const row of main) yield row;
    for (const [at, { rows }] of tables.entries()) {
      const list = lists[at];
      for await (const row of rows) {
        if (list === undefined || !isWanted(row, list.only)) continue;
        yield { ...row, cells: { ...row.cells, [FILE]: list.name } };
      }
    }
  }
  const keyOf = keyBy(named(lists[0]?.by ?? []));
  const fileOf = ({ cells }: Row): string => textOf(cells[FILE]) ?? '';
  for await (const group of groupRows(all(), { keyOf, folder, limits })) {
    const owners = group.filter((row) => fileOf(row) === '');
    const joined = Object.fromEntries(
      lists.map(({ name }) => {
        const own = group.filter((row) => fileOf(row) === name);
        return [name, own.map(({ cells: { [FILE]: _, ...cells } }) => cells)];
      }),
    );
    if (owners.length === 0) yield* group.map((row) => orphan(row, fileOf(row)));
    const faults = group.filter((row) => fileOf(row) !== '').flatMap((row) => row.faults);
    for (const row of owners) {
      yield { ...row, faults: [...row.faults, ...faults], cells: { ...row.cells, ...joined } };
    }
  }
}

/**
 * Rows of the main file with what belongs to them in other files of the archive: lists, and with `one` the
 * columns of a single row. Files joined as lists share the columns that they are joined by.
 */
export function joinRows(table: Table, joined: readonly JoinedFile[], joining: Joining): Table {
  if (joined.length === 0) return table;
  for (const { by } of joined) checkBy(table, by, 'the main file');
  const lists = joined.filter(({ one }) => !one);
  let { rows } = table;
  for (const one of joined.filter((file) => file.one)) rows = withOne(rows, one, joining);
  if (lists.length > 0) rows = withLists(rows, lists, joining);
  const names = joined.map(({ name }) => name);
  return { rows, ...(table.columns && { columns: [...table.columns, ...names] }) };
}
