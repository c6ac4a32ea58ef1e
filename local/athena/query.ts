import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression, emitGroup } from './expression';
import { emitFrom } from './from';
import type { BlockScope } from './from';
import { emitSelectList } from './select';
import { nameOf, quoteName } from './tokens';
import { isGroup, isMark, isName, isWord, some, splitAt } from './tree';
import type { Group, Node } from './tree';
import { conjunctsOf, pinOf as pathList, prunable } from './where';

const STARTS = ['SELECT', 'WITH', 'VALUES', 'TABLE'];
const CLAUSES = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'OFFSET', 'LIMIT', 'FETCH'];
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

export function names(group: Group, context: Context): string {
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

const wordOf = (node: Node | undefined): string => (node?.kind === 'word' ? node.upper : '');

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

interface Clause {
  readonly word: string;
  readonly head: Node;
  readonly nodes: readonly Node[];
}

/** Splits at the clause words of this level; `IS DISTINCT FROM` and `WITHIN GROUP` start none. */
function clausesOf(nodes: readonly Node[]): readonly Clause[] {
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

/** A pin that stands on its own: its subquery names nothing of this statement and takes no parameter. */
function pinIn(condition: readonly Node[], context: Context): Group | undefined {
  const pin = pathList(condition);
  const open = (node: Node): boolean =>
    isMark(node, '?') || (isName(node) && context.queries.has(nameOf(node)));
  return pin === undefined || some(pin.items, open) ? undefined : pin;
}

function emitBlock(nodes: readonly Node[], context: Context, outer: boolean): string {
  const [select, ...clauses] = clausesOf(nodes);
  const from = clauses.find((clause) => clause.word === 'FROM');
  const where = clauses.find((clause) => clause.word === 'WHERE');
  const conditions = where === undefined ? [] : conjunctsOf(where.nodes);
  const single =
    !isGroup(from?.nodes[0]) &&
    !(from?.nodes ?? []).some((node) => isMark(node, ',') || isWord(node, 'JOIN'));
  const pinned = !single
    ? undefined
    : conditions.find((condition) => pinIn(condition, context) !== undefined);
  const rest = conditions.filter((condition) => condition !== pinned);
  const others = nodes.filter((node) => !(pinned ?? []).includes(node));
  const scope: BlockScope = {
    conditions: rest.flatMap(prunable),
    pin: pinned === undefined ? undefined : pinIn(pinned, context),
    wantsPath: some(others, (node) => node.kind === 'quoted' && nameOf(node) === '$path'),
  };
  const source = from === undefined ? undefined : emitFrom(from.nodes, context, scope);
  const isPinned = source?.pinned === true && pinned !== undefined;
  const list = emitSelectList(select?.nodes ?? [], context, {
    hidden: source?.hidden ?? [],
    outer,
  });
  const filter = isPinned ? rest : conditions;
  const tail = clauses
    .filter((clause) => clause !== from)
    .flatMap((clause) => {
      if (clause !== where) return [clause];
      if (filter.length === 0) return [];
      return [
        { ...clause, nodes: filter.flatMap((part, at) => (at === 0 ? part : [and, ...part])) },
      ];
    });
  const sql = source === undefined ? '' : ` FROM ${source.sql}`;
  return `SELECT ${list}${sql} ${emitClauses(tail, context)}`.trimEnd();
}

const and: Node = { kind: 'word', text: 'AND', upper: 'AND', at: 0 };

function emitClauses(clauses: readonly Clause[], context: Context): string {
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
