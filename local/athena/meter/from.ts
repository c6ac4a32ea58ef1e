import { aliasAt } from '../alias';
import { isQuery } from '../query';
import { nameOf } from '../tokens';
import { isGroup, isMark, isName, isWord } from '../tree';
import type { Node } from '../tree';
import type { Condition } from '../where';
import { columnNames, querySource, renamed } from './scans';
import type { Surroundings } from './scans';
import { need } from './scope';
import type { Relation, Source } from './scope';

/** The relations of a FROM clause, and the expressions that every row of them needs. */
export interface Sources {
  readonly relations: Relation[];
  readonly expressions: (readonly Node[])[];
}

/** @param nodes those behind FROM, their grammar checked */
export function sourcesOf(
  nodes: readonly Node[],
  around: Surroundings,
  conditions: readonly Condition[],
  found: Sources = { relations: [], expressions: [] },
): Sources {
  let at = 0;
  while (at < nodes.length) {
    const node = nodes[at];
    const group = nodes[at + 1];
    if (isMark(node, ',') || isWord(node, ...JOINS)) {
      at += 1;
    } else if (isWord(node, 'ON')) {
      const end = nodes.findIndex((one, place) => place > at && isJoin(one, nodes[place + 1]));
      found.expressions.push(nodes.slice(at + 1, end === -1 ? undefined : end));
      at = end === -1 ? nodes.length : end;
    } else if (isWord(node, 'USING') && isGroup(group, '(')) {
      joinUsing(columnNames(group), found);
      at += 2;
    } else if (isGroup(node, '(') && !isQuery(node.items)) {
      sourcesOf(node.items, around, conditions, found);
      at = aliasAt(nodes, at + 1, around.context).next;
    } else at = addRelation(nodes, at, { around, conditions, found });
  }
  return found;
}

const JOINS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'];
const isJoin = (node: Node, behind: Node | undefined): boolean =>
  isMark(node, ',') || (isWord(node, ...JOINS) && !isGroup(behind, '('));

function joinUsing(columns: readonly string[], { relations }: Sources): void {
  for (const column of columns) need(relations, column);
  const last = relations.pop();
  if (last !== undefined) relations.push({ ...last, joined: columns });
}

interface Place {
  readonly around: Surroundings;
  readonly conditions: readonly Condition[];
  readonly found: Sources;
}

/** Adds the relation that begins at a node; answers where the next thing begins. */
function addRelation(nodes: readonly Node[], at: number, place: Place): number {
  const { around, found } = place;
  const node = nodes[at];
  const group = nodes[at + 1];
  const add = (source: Source, behind: number, own?: string): number => {
    const alias = aliasAt(nodes, behind, around.context);
    const name = alias.name ?? own;
    const columns = alias.columns === undefined ? undefined : columnNames(alias.columns);
    const relation = { source: renamed(source, columns), needed: new Set<number>(), joined: [] };
    found.relations.push({ ...relation, ...(name !== undefined && { name }) });
    return alias.next;
  };
  if (isGroup(node)) return add(querySource(node.items, around), at + 1);
  if (isWord(node, 'LATERAL') && isGroup(group)) {
    const outer = { relations: [...found.relations], outer: around.outer };
    return add(querySource(group.items, { ...around, outer }), at + 2);
  }
  if (isWord(node, 'UNNEST') && isGroup(group)) {
    found.expressions.push(group.items);
    return add(NOTHING, at + (isWord(nodes[at + 2], 'WITH') ? 4 : 2));
  }
  return addTable(nodes, at, place, add);
}

const NOTHING: Source = { columns: [], read: () => undefined };

function addTable(
  nodes: readonly Node[],
  at: number,
  { around, conditions }: Place,
  add: (source: Source, behind: number, own: string) => number,
): number {
  const [first, dot, second] = nodes.slice(at, at + 3);
  const isQualified = isMark(dot, '.');
  const last = isQualified ? second : first;
  const database = isQualified && isName(first) ? nameOf(first) : around.context.database;
  const name = isName(last) ? nameOf(last) : '';
  const behind = at + (isQualified ? 3 : 1);
  const query = isQualified ? undefined : around.queries.get(name);
  if (query !== undefined) return add(query(), behind, name);
  const alias = aliasAt(nodes, behind, around.context).name ?? name;
  return add(tableSource({ database, name, alias }, around, conditions), behind, name);
}

interface TableName {
  readonly database: string;
  readonly name: string;
  readonly alias: string;
}

function tableSource(
  { database, name, alias }: TableName,
  { tables, scanned }: Surroundings,
  conditions: readonly Condition[],
): Source {
  const table = tables.table(database, name);
  if (table === undefined) return NOTHING;
  const stored = table.columns.map((column) => column.name.toLowerCase());
  const keys = table.partitionKeys.map((column) => column.name.toLowerCase());
  return {
    columns: [...stored, ...keys],
    read: (needed) => {
      const columns = stored.filter((_, position) => needed.has(position));
      scanned({ table, name: alias, columns, conditions });
    },
  };
}
