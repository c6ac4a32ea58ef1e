import { aliasAt } from './alias';
import { faultAt, mismatch } from './context';
import type { Context } from './context';
import type { BlockScope, Relation } from './from';
import { nameOf, quoteName } from './tokens';
import type { Token } from './tokens';
import { isGroup, isMark, isName } from './tree';
import type { Node } from './tree';

/** A name in a FROM clause: a table of the catalogue, or a query that WITH defines. */
export function emitTable(
  nodes: readonly Node[],
  at: number,
  context: Context,
  scope: BlockScope,
): Relation {
  const parts: Token[] = [];
  let next = at;
  for (;;) {
    const part = nodes[next];
    if (!isName(part)) throw mismatch(context, part);
    parts.push(part);
    next += 1;
    if (!isMark(nodes[next], '.')) break;
    next += 1;
  }
  if (isGroup(nodes[next], '(')) {
    const [name] = parts.map(nameOf).reverse();
    const detail = `Table function '${name ?? ''}' not registered`;
    throw faultAt(context, nodes[at] ?? parts[0] ?? nothing, 'FUNCTION_NOT_FOUND', detail);
  }
  const alias = aliasAt(nodes, next, context);
  const [table = '', database = context.database] = parts.map(nameOf).reverse();
  const sql = alias.sql === '' ? ` AS ${quoteName(table)}` : alias.sql;
  if (parts.length === 1 && context.queries.has(table)) {
    return { sql: `${quoteName(table)}${sql}`, hidden: [], pinned: false, next: alias.next };
  }
  const name = alias.name ?? table;
  const relation = context.relations({
    node: parts[0] ?? nodes[at] ?? nothing,
    database,
    table,
    name,
    conditions: scope.conditions,
    pin: scope.pin,
    wantsPath: scope.wantsPath,
  });
  return {
    sql: `${relation}${sql}`,
    hidden: scope.wantsPath ? [name] : [],
    pinned: scope.pin !== undefined,
    next: alias.next,
  };
}

const nothing: Node = { kind: 'word', text: '', upper: '', at: 0 };
