import type { CatalogTable, TableSource } from '../catalog';
import type { Context } from '../context';
import { nameOf } from '../tokens';
import { isGroup, isMark, isWord, splitAt } from '../tree';
import type { Group, Node } from '../tree';
import type { Condition } from '../where';
import { blockSource } from './block';
import { everyColumn } from './scope';
import type { Scope, Source } from './scope';

/** One reading of a catalogue table. A table named in a CTE is read as often as the CTE is named. */
export interface Scan {
  readonly table: CatalogTable;
  /** What its columns are qualified with. */
  readonly name: string;
  /** Columns that Trino would fetch, partition columns and hidden ones left out. */
  readonly columns: readonly string[];
  /** What the block says about its partitions. */
  readonly conditions: readonly Condition[];
}

/** What a query at one place may name. */
export interface Surroundings {
  readonly context: Pick<Context, 'sql' | 'database'>;
  readonly tables: Pick<TableSource, 'table'>;
  /** Queries that WITH defines; each naming is a reading of its own. */
  readonly queries: ReadonlyMap<string, () => Source>;
  readonly outer?: Scope;
  readonly scanned: (scan: Scan) => void;
}

/**
 * The scans of a query as Trino makes them: columns that no result needs are pruned through CTEs, subqueries and UNION ALL.
 * @param nodes a query whose grammar has been checked
 */
export function scansOf(
  nodes: readonly Node[],
  context: Surroundings['context'],
  tables: Pick<TableSource, 'table'>,
): readonly Scan[] {
  const scans: Scan[] = [];
  const around = { context, tables, queries: new Map(), scanned: (scan: Scan) => scans.push(scan) };
  const source = querySource(nodes, around);
  source.read(everyColumn(source));
  return scans;
}

/** A query with its WITH and set operations. */
export function querySource(nodes: readonly Node[], around: Surroundings): Source {
  if (!isWord(nodes[0], 'WITH')) return bodySource(nodes, around);
  const queries = new Map(around.queries);
  const recursive = isWord(nodes[1], 'RECURSIVE');
  let at = recursive ? 2 : 1;
  for (;;) {
    const name = nodes[at];
    const columns = isGroup(nodes[at + 1], '(') ? nodes[at + 1] : undefined;
    const query = nodes[at + (columns === undefined ? 2 : 3)];
    if (name === undefined || isGroup(name) || !isGroup(query)) break;
    const known = new Map(queries);
    const names = isGroup(columns) ? columnNames(columns) : undefined;
    // A recursive query is read once more per step; what it reads of itself is in memory.
    if (recursive) known.set(nameOf(name), () => ({ columns: names ?? [], read: () => undefined }));
    queries.set(nameOf(name), () =>
      renamed(querySource(query.items, { ...around, queries: known, outer: undefined }), names),
    );
    at += columns === undefined ? 3 : 4;
    if (!isMark(nodes[at], ',')) break;
    at += 1;
  }
  return bodySource(nodes.slice(at), { ...around, queries });
}

/** The names of a list in brackets, e.g. behind an alias. */
export const columnNames = ({ items }: Group): readonly string[] =>
  splitAt(items, ',').flatMap(([name]) =>
    name === undefined || isGroup(name) ? [] : [nameOf(name)],
  );

export const renamed = (source: Source, names: readonly string[] | undefined): Source =>
  names === undefined ? source : { ...source, columns: names };

/** Terms joined by UNION, INTERSECT and EXCEPT: UNION ALL alone needs no more columns than its reader. */
function bodySource(nodes: readonly Node[], around: Surroundings): Source {
  const terms: Source[] = [];
  let start = 0;
  let compares = false;
  for (let at = 0; at <= nodes.length; at += 1) {
    const node = nodes[at];
    if (node !== undefined && !isWord(node, 'UNION', 'INTERSECT', 'EXCEPT')) continue;
    terms.push(termSource(nodes.slice(start, at), around));
    if (node === undefined) break;
    const isAll = isWord(nodes[at + 1], 'ALL');
    compares ||= !(isAll && isWord(node, 'UNION'));
    start = at + (isAll || isWord(nodes[at + 1], 'DISTINCT') ? 2 : 1);
  }
  return {
    columns: terms[0]?.columns ?? [],
    read: (needed) => {
      for (const term of terms) term.read(compares ? everyColumn(term) : needed);
    },
  };
}

function termSource(nodes: readonly Node[], around: Surroundings): Source {
  const [first] = nodes;
  if (isGroup(first)) return querySource(first.items, around);
  if (isWord(first, 'VALUES')) return { columns: [], read: () => undefined };
  return blockSource(nodes, around);
}
