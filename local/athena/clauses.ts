import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { isGroup, isMark, isWord } from './tree';
import type { Node } from './tree';

/** Words that start a clause behind a SELECT list. */
export const CLAUSES = [
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'ORDER',
  'OFFSET',
  'LIMIT',
  'FETCH',
];

export const wordOf = (node: Node | undefined): string => (node?.kind === 'word' ? node.upper : '');

export interface Clause {
  readonly word: string;
  readonly head: Node;
  readonly nodes: readonly Node[];
}

/** Splits at the clause words of this level; `IS DISTINCT FROM` and `WITHIN GROUP` start none. */
export function clausesOf(nodes: readonly Node[]): readonly Clause[] {
  const clauses: { word: string; head: Node; nodes: Node[] }[] = [];
  nodes.forEach((node, at) => {
    const comparison =
      (isWord(node, 'FROM') && isWord(nodes[at - 1], 'DISTINCT') && at > 1) ||
      (isWord(node, 'GROUP') && isWord(nodes[at - 1], 'WITHIN'));
    const starts = clauses.length === 0 || isWord(node, ...CLAUSES);
    if (starts && !comparison && !isMark(nodes[at - 1], '.')) {
      clauses.push({ word: wordOf(node), head: node, nodes: [] });
    } else clauses.at(-1)?.nodes.push(node);
  });
  return clauses;
}

/** The clauses behind FROM, in Trino's order. */
export function emitClauses(clauses: readonly Clause[], context: Context): string {
  const order = ['WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'OFFSET', 'LIMIT', 'FETCH'];
  clauses.reduce((last, clause) => {
    const rank = order.indexOf(clause.word);
    if (rank <= last) throw mismatch(context, clause.head);
    return rank;
  }, -1);
  return clauses.map((clause) => emitClause(clause, context)).join(' ');
}

function emitClause(clause: Clause, context: Context): string {
  const { word, nodes } = clause;
  if (word === 'FETCH') {
    if (isWord(nodes.at(-1), 'TIES')) throw mismatch(context, nodes.at(-1));
    const count = nodes.find((node) => node.kind === 'number');
    return `LIMIT ${count?.kind === 'number' ? count.text : '1'}`;
  }
  const all = nodes.findIndex((node) => isWord(node, 'ALL'));
  if ((word === 'GROUP' || word === 'ORDER') && all === 1 && !isGroup(nodes[2], '(')) {
    throw mismatch(context, nodes[1]);
  }
  if (word === 'OFFSET')
    return `OFFSET ${emitExpression(
      nodes.filter((node) => !isWord(node, 'ROW', 'ROWS')),
      context,
    )}`;
  return `${word} ${emitExpression(nodes, context)}`;
}
