import { aliasAt } from './alias';
import { emitTable } from './from-table';
import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { emitQuery, isQuery, names } from './query';
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

const JOIN_WORDS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'];

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

export type Relation = FromClause & { readonly next: number };

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
