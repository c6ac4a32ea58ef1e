import { emitBlock } from './block';
import { CLAUSES, clausesOf, emitClauses, wordOf } from './clauses';
import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression, emitGroup } from './expression';
import { emitFrom } from './from';
import { nameOf, quoteName } from './tokens';
import { isGroup, isMark, isName, isWord, splitAt } from './tree';
import type { Group, Node } from './tree';

const STARTS = ['SELECT', 'WITH', 'VALUES', 'TABLE'];
const SET_OPERATORS = ['UNION', 'INTERSECT', 'EXCEPT'];

/** Whether a bracket's content is a query: `(SELECT …)`, `((SELECT …) UNION …)`. */
export function isQuery(nodes: readonly Node[]): boolean {
  const [first] = nodes;
  if (isGroup(first, '(')) {
    return isQuery(first.items) && (nodes.length === 1 || isWord(nodes[1], ...SET_OPERATORS));
  }
  return isWord(first, ...STARTS) && nodes.length > 1;
}

/** A query with its WITH, set operations, ORDER BY and LIMIT. `outer`: its columns are the statement's. */
export function emitQuery(nodes: readonly Node[], context: Context, outer = false): string {
  if (!isWord(nodes[0], 'WITH')) return emitBody(nodes, context, outer);
  const head: string[] = [];
  let at = isWord(nodes[1], 'RECURSIVE') ? 2 : 1;
  for (;;) {
    const name = nodes[at];
    const columns = isGroup(nodes[at + 1], '(') ? nodes[at + 1] : undefined;
    const as = at + (columns === undefined ? 1 : 2);
    const query = nodes[as + 1];
    if (!isName(name) || !isWord(nodes[as], 'AS') || !isGroup(query, '(')) {
      throw mismatch(context, nodes[as]);
    }
    const list = isGroup(columns) ? ` (${names(columns, context)})` : '';
    head.push(`${quoteName(nameOf(name))}${list} AS (${emitQuery(query.items, context)})`);
    at = as + 2;
    if (!isMark(nodes[at], ',')) break;
    at += 1;
  }
  const recursive = isWord(nodes[1], 'RECURSIVE') ? 'RECURSIVE ' : '';
  return `WITH ${recursive}${head.join(', ')} ${emitBody(nodes.slice(at), context, outer)}`;
}

export function names(group: Group, context: Pick<Context, 'sql'>): string {
  return splitAt(group.items, ',')
    .map(([name, more]) => {
      if (!isName(name) || more !== undefined) throw mismatch(context, more ?? name);
      return quoteName(nameOf(name));
    })
    .join(', ');
}

/** Terms joined by UNION, INTERSECT and EXCEPT. */
function emitBody(nodes: readonly Node[], context: Context, outer: boolean): string {
  const out: string[] = [];
  let start = 0;
  for (let at = 0; at <= nodes.length; at += 1) {
    const node = nodes[at];
    if (node !== undefined && !isWord(node, ...SET_OPERATORS)) continue;
    out.push(emitTerm(nodes.slice(start, at), context, outer));
    if (node === undefined) break;
    const quantified = isWord(nodes[at + 1], 'ALL', 'DISTINCT');
    out.push(quantified ? `${wordOf(node)} ${wordOf(nodes[at + 1])}` : wordOf(node));
    start = at + (quantified ? 2 : 1);
  }
  return out.join(' ');
}

function emitTerm(nodes: readonly Node[], context: Context, outer: boolean): string {
  const [first] = nodes;
  if (isWord(first, 'SELECT')) return emitBlock(nodes, context, outer);
  const end = nodes.findIndex((node) => isWord(node, ...CLAUSES));
  const tail = end === -1 ? '' : ` ${emitClauses(clausesOf(nodes.slice(end)), context)}`;
  const body = end === -1 ? nodes : nodes.slice(0, end);
  if (isWord(first, 'VALUES')) return `VALUES ${emitRows(body.slice(1), context)}${tail}`;
  if (isWord(first, 'TABLE')) {
    return `SELECT * FROM ${emitFrom(body.slice(1), context, { conditions: [], wantsPath: false }).sql}${tail}`;
  }
  if (isGroup(first, '(') && body.length === 1 && isQuery(first.items)) {
    return `${emitGroup(first, context)}${tail}`;
  }
  throw mismatch(context, isGroup(first) ? (body[1] ?? first) : first);
}

/** `VALUES 1, (2, 3), ROW(4)`: DuckDB wants brackets around every row. */
function emitRows(nodes: readonly Node[], context: Context): string {
  return splitAt(nodes, ',')
    .map((row) => {
      const last = row.at(-1);
      const bare = isWord(row[0], 'ROW') && row.length === 2;
      if (isGroup(last, '(') && (row.length === 1 || bare) && !isQuery(last.items)) {
        return `(${emitExpression(last.items, context)})`;
      }
      return `(${emitExpression(row, context)})`;
    })
    .join(', ');
}
