import { AthenaFault, place } from './fault';
import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { emitQuery, isQuery, names } from './query';
import { nameOf, quoteName } from './tokens';
import type { Token } from './tokens';
import { isGroup, isMark, isName, isWord } from './tree';
import type { Group, Node } from './tree';
import { emitUnnest } from './unnest';
import type { Condition } from './where';

/** What the block of a FROM clause says about its relations. */
export interface BlockScope {
  readonly conditions: readonly Condition[];
  readonly pin?: Group;
  readonly wantsPath: boolean;
}

export interface FromClause {
  readonly sql: string;
  /** Aliases of the relations that carry `"$path"`. */
  readonly hidden: readonly string[];
  /** Whether the block's pin became the relation's file list. */
  readonly pinned: boolean;
}

const NOT_AN_ALIAS = new Set(
  (
    'ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION ' +
    'INTERSECT EXCEPT WINDOW TABLESAMPLE MATCH_RECOGNIZE WITH AS'
  ).split(' '),
);
const JOIN_WORDS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'];

interface Alias {
  readonly sql: string;
  readonly name?: string;
  readonly columns?: Group;
  readonly next: number;
}

/** The relations of a FROM clause (nodes after the word). */
export function emitFrom(nodes: readonly Node[], context: Context, scope: BlockScope): FromClause {
  const state = { out: [] as string[], hidden: [] as string[], pinned: false };
  let at = 0;
  let expects = true;
  while (at < nodes.length) {
    if (expects) {
      const relation = emitRelation(nodes, at, context, scope);
      state.out.push(relation.sql);
      state.hidden.push(...relation.hidden);
      state.pinned ||= relation.pinned;
      at = relation.next;
      expects = false;
      continue;
    }
    const node = nodes[at];
    if (isMark(node, ',') || isWord(node, ...JOIN_WORDS)) {
      expects = isMark(node, ',') || isWord(node, 'JOIN');
      state.out.push(isName(node) ? node.text.toUpperCase() : ',');
      at += 1;
    } else if (isWord(node, 'ON')) {
      const end = nextJoin(nodes, at + 1);
      state.out.push(`ON ${emitExpression(nodes.slice(at + 1, end), context)}`);
      at = end;
    } else if (isWord(node, 'USING') && isGroup(nodes[at + 1], '(')) {
      const group = nodes[at + 1];
      state.out.push(`USING (${isGroup(group) ? names(group, context) : ''})`);
      at += 2;
    } else throw mismatch(context, node);
  }
  if (expects) throw mismatch(context, undefined);
  return { sql: state.out.join(' '), hidden: state.hidden, pinned: state.pinned };
}

function nextJoin(nodes: readonly Node[], from: number): number {
  const end = nodes.findIndex(
    (node, at) =>
      at >= from &&
      (isMark(node, ',') || (isWord(node, ...JOIN_WORDS) && !isGroup(nodes[at + 1], '('))),
  );
  return end === -1 ? nodes.length : end;
}

type Relation = FromClause & { readonly next: number };

function emitRelation(
  nodes: readonly Node[],
  at: number,
  context: Context,
  scope: BlockScope,
): Relation {
  const node = nodes[at];
  const group = nodes[at + 1];
  const plain = { hidden: [], pinned: false };
  if (isGroup(node, '(')) {
    const alias = aliasAt(nodes, at + 1, context);
    if (isQuery(node.items)) {
      return { ...plain, sql: `(${emitQuery(node.items, context)})${alias.sql}`, next: alias.next };
    }
    const inner = emitFrom(node.items, context, { ...scope, pin: undefined });
    return { ...inner, sql: `(${inner.sql})${alias.sql}`, next: alias.next };
  }
  if (isWord(node, 'LATERAL') && isGroup(group, '(')) {
    const alias = aliasAt(nodes, at + 2, context);
    return {
      ...plain,
      sql: `LATERAL (${emitQuery(group.items, context)})${alias.sql}`,
      next: alias.next,
    };
  }
  if (isWord(node, 'UNNEST') && isGroup(group, '(')) {
    const ordinality = isWord(nodes[at + 2], 'WITH') && isWord(nodes[at + 3], 'ORDINALITY');
    const alias = aliasAt(nodes, at + (ordinality ? 4 : 2), context);
    const sql = emitUnnest(group, context, {
      ordinality,
      alias: alias.name,
      columns: alias.columns,
    });
    return { ...plain, sql, next: alias.next };
  }
  return emitTable(nodes, at, context, scope);
}

function emitTable(
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
    throw new AthenaFault(
      'FUNCTION_NOT_FOUND',
      `${place(context.sql, nodes[at]?.at ?? 0)}Table function '${nameOf(parts.at(-1) ?? parts[0] ?? ({} as Token))}' not registered`,
    );
  }
  const alias = aliasAt(nodes, next, context);
  const [table = '', database = context.database] = parts.map(nameOf).reverse();
  const sql = alias.sql === '' ? ` AS ${quoteName(table)}` : alias.sql;
  if (parts.length === 1 && context.queries.has(table)) {
    return { sql: `${quoteName(table)}${sql}`, hidden: [], pinned: false, next: alias.next };
  }
  const name = alias.name ?? table;
  const relation = context.relations({
    node: parts[0] ?? nodes[at] ?? { kind: 'word', text: '', upper: '', at: 0 },
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

function aliasAt(nodes: readonly Node[], at: number, context: Context): Alias {
  const as = isWord(nodes[at], 'AS');
  const name = nodes[as ? at + 1 : at];
  if (!isName(name) || (!as && name.kind === 'word' && NOT_AN_ALIAS.has(name.upper))) {
    if (as) throw mismatch(context, name);
    return { sql: '', next: at };
  }
  const behind = at + (as ? 2 : 1);
  const columns = nodes[behind];
  const list = isGroup(columns, '(') ? columns : undefined;
  const suffix = list === undefined ? '' : ` (${names(list, context)})`;
  return {
    sql: ` AS ${quoteName(nameOf(name))}${suffix}`,
    name: nameOf(name),
    columns: list,
    next: behind + (list === undefined ? 0 : 1),
  };
}
