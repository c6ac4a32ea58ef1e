import { FileFault } from './faults';
import { groupRows } from './group-rows';
import type { Limits } from './limits';
import type { JoinedFile } from './mapping-rows';
import { keyBy } from './row-keys';
import { isFaulty, textOf, type Row, type Table } from './rows';
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

/** A row of a joined file that belongs to none of the main file must not be lost: it becomes a fault. */
const orphan = (row: Row, name: string): Row => ({
  ...row,
  cells: {},
  faults: [...row.faults, { code: 'source.unmatched', path: '', detail: `row of ${name}` }],
});

interface LookUp {
  readonly found: Map<string, Row>;
  /** Rows that cannot be read and have no key, or that of another row. */
  readonly strays: Row[];
}

/** Of rows with one key, one that can be read is taken; several of those would be a guess. */
function addTo({ found, strays }: LookUp, key: string, row: Row, name: string): void {
  const held = found.get(key);
  const [taken, other] = held !== undefined && isFaulty(row) ? [held, row] : [row, held];
  found.set(key, taken);
  if (other === undefined) return;
  if (!isFaulty(other)) {
    throw new FileFault(`has several rows of ${name} for one key: leave out "one"`);
  }
  strays.push(other);
}

/** Every row of a file by key; held in memory, so it has a bound. */
async function lookUp(joined: JoinedFile, { limits, open }: Joining): Promise<LookUp> {
  const table = await open(joined);
  checkBy(table, joined.by, joined.name);
  const keyOf = keyBy(named(joined.by));
  const rows: LookUp = { found: new Map(), strays: [] };
  for await (const row of table.rows) {
    if (!isWanted(row, joined.only)) continue;
    const key = keyOf(row);
    if (key !== undefined) addTo(rows, key, row, joined.name);
    else if (isFaulty(row)) rows.strays.push(row);
    if (rows.found.size + rows.strays.length > limits.groupInMemoryRows) {
      throw new FileFault(`has more than ${limits.groupInMemoryRows} rows of ${joined.name}`);
    }
  }
  return rows;
}

/** Rows that nobody looks up are none of the main file's, unless they cannot be read: then their key may be wrong. */
async function* withOne(rows: AsyncIterable<Row>, joined: JoinedFile, joining: Joining) {
  const { found, strays } = await lookUp(joined, joining);
  const keyOf = keyBy(named(joined.by));
  const untold = new Map([...found].filter(([, row]) => isFaulty(row)));
  for await (const row of rows) {
    const key = keyOf(row) ?? '';
    const one = found.get(key);
    untold.delete(key);
    if (one === undefined) yield row;
    else {
      const cells = { ...row.cells, [joined.name]: one.cells };
      yield { ...row, cells, faults: [...row.faults, ...one.faults] };
    }
  }
  for (const row of [...strays, ...untold.values()]) yield orphan(row, joined.name);
}

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
