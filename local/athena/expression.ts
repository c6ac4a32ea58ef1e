import { emitCall } from './calls';
import { faultAt, mismatch } from './context';
import type { Context } from './context';
import { emitLiteral } from './literals';
import { emitQuery, isQuery } from './query';
import { nameOf, quoteName } from './tokens';
import { isGroup, isMark, isName, isWord, splitAt } from './tree';
import type { Group, Node } from './tree';

/** A piece of SQL and the index of the first node behind it. */
export interface Piece {
  readonly sql: string;
  readonly next: number;
}

/** Operators that DuckDB knows and Trino does not. */
const FOREIGN_WORDS = ['QUALIFY', 'ILIKE', 'SIMILAR', 'GLOB', 'ISNULL', 'NOTNULL', 'COLLATE'];
const FOREIGN_MARKS = ['->', '=>', ':', ';'];
/** Trino takes these as names, DuckDB only in quotes. */
const QUOTED_NAMES = ['CHECK', 'COLUMN', 'DEFAULT', 'DO', 'ONLY', 'PRIMARY', 'REFERENCES', 'SHOW'];
/** Words before `(` that call nothing. */
const GRAMMAR = new Set(
  (
    'ALL AND ANY AS BETWEEN BY CUBE DISTINCT ELSE ESCAPE EXCEPT EXISTS FILTER FOR FROM GROUP HAVING IN ' +
    'INTERSECT IS JOIN LIKE LIMIT NOT OFFSET ON OR ORDER OVER PRECEDING FOLLOWING ROLLUP ROWS RANGE SELECT ' +
    'SETS SOME THEN UNION USING VALUES WHEN WHERE WITH WITHIN CASE END NULL'
  ).split(' '),
);

/** Expressions, lists of them and the clauses made of them (GROUP BY, ORDER BY, OVER), as DuckDB SQL. */
export function emitExpression(nodes: readonly Node[], context: Context): string {
  const out: string[] = [];
  let at = 0;
  while (at < nodes.length) {
    const piece = emitNext(nodes, at, context, out.length > 0);
    out.push(piece.sql);
    at = piece.next;
  }
  return out.join(' ');
}

function emitNext(nodes: readonly Node[], at: number, context: Context, infix: boolean): Piece {
  const node = nodes[at];
  if (node === undefined) throw mismatch(context, node);
  if (node.kind === 'mark') {
    if (node.text === '/' || node.text === '%') return emitDivision(nodes, at, context);
    if (node.text === '?') return { sql: parameter(node, context), next: at + 1 };
    if (FOREIGN_MARKS.includes(node.text)) throw mismatch(context, node);
    return { sql: node.text, next: at + 1 };
  }
  if (node.kind === 'word' && GRAMMAR.has(node.upper) && node.upper !== 'CASE') {
    return { sql: node.upper, next: at + 1 };
  }
  if (infix && isWord(node, ...FOREIGN_WORDS) && !isMark(nodes[at - 1], ',')) {
    throw mismatch(context, node);
  }
  return emitPostfix(nodes, emitPrimary(nodes, at, context), context);
}

/** Trino raises where DuckDB answers NULL; a number or NULLIF needs no check. */
function emitDivision(nodes: readonly Node[], at: number, context: Context): Piece {
  const [operator, divisor] = nodes.slice(at, at + 2);
  const mark = operator?.kind === 'mark' ? operator.text : '/';
  const safe =
    isMark(divisor, '-') ||
    isWord(divisor, 'NULLIF') ||
    (divisor?.kind === 'number' && Number(divisor.text) !== 0);
  if (safe) return { sql: mark, next: at + 1 };
  const value = emitPostfix(nodes, emitPrimary(nodes, at + 1, context), context);
  return { sql: `${mark} __nonzero(${value.sql})`, next: value.next };
}

function parameter(node: Node, context: Context): string {
  const value = context.parameters.values[context.parameters.used];
  context.parameters.used += 1;
  if (value === undefined) {
    throw faultAt(context, node, 'INVALID_PARAMETER_USAGE', 'Incorrect number of parameters');
  }
  return value;
}

/** Subscripts, AT TIME ZONE and intervals added: a DATE stays a DATE. */
function emitPostfix(nodes: readonly Node[], primary: Piece, context: Context): Piece {
  let { sql, next } = primary;
  for (;;) {
    const node = nodes[next];
    if (isGroup(node, '[')) {
      const key = emitExpression(node.items, context);
      const isKey = node.items[0]?.kind === 'text';
      sql = isKey ? `__map_get(${sql}, ${key})` : `__subscript(${sql}, ${key})`;
      next += 1;
    } else if (isMark(node, '.') && isName(nodes[next + 1])) {
      sql = `(${sql}).${nameSql(nodes[next + 1])}`;
      next += 2;
    } else if (isWord(node, 'AT') && isWord(nodes[next + 1], 'TIME')) {
      // Trino's grammar takes a text here: what is computed goes through at_timezone().
      if (nodes[next + 3]?.kind !== 'text') throw mismatch(context, nodes[next + 3]);
      const zone = emitPrimary(nodes, next + 3, context);
      const text = /^from_iso8601_timestamp(\(.*\))$/s.exec(sql)?.[1];
      const utc = text !== undefined && zone.sql === `'UTC'`;
      sql = utc ? `__iso_utc${text}` : `__at_zone(${sql}, ${zone.sql})`;
      next = zone.next;
    } else if ((isMark(node, '+') || isMark(node, '-')) && isWord(nodes[next + 1], 'INTERVAL')) {
      const span = emitPrimary(nodes, next + 1, context);
      sql = `__shift(${sql}, ${isMark(node, '-') ? '-' : ''}${span.sql})`;
      next = span.next;
    } else {
      return { sql, next };
    }
  }
}

export function emitPrimary(nodes: readonly Node[], at: number, context: Context): Piece {
  const node = nodes[at];
  if (node === undefined) throw mismatch(context, node);
  if (node.kind === 'group') return { sql: emitGroup(node, context), next: at + 1 };
  if (node.kind === 'word' && node.upper === 'CASE') return emitCase(nodes, at, context);
  const literal = emitLiteral(nodes, at, context);
  if (literal !== undefined) return literal;
  if (isWord(node, 'ARRAY') && isGroup(nodes[at + 1], '[')) {
    const list = nodes[at + 1];
    const items = isGroup(list) ? list.items : [];
    return { sql: `[${emitExpression(items, context)}]`, next: at + 2 };
  }
  if (node.kind === 'word' && isGroup(nodes[at + 1], '(')) return emitCall(nodes, at, context);
  return emitChain(nodes, at, context);
}

/** A name, or names joined by dots, or `t.*`. */
function emitChain(nodes: readonly Node[], at: number, context: Context): Piece {
  if (!isName(nodes[at])) throw mismatch(context, nodes[at]);
  let sql = nameSql(nodes[at]);
  let next = at + 1;
  while (isMark(nodes[next], '.')) {
    const part = nodes[next + 1];
    if (!isName(part) && !isMark(part, '*')) throw mismatch(context, part);
    sql += `.${isMark(part, '*') ? '*' : nameSql(part)}`;
    next += 2;
  }
  if (isGroup(nodes[next], '(') && next > at + 1) throw mismatch(context, nodes[next]);
  return { sql, next };
}

function nameSql(node: Node | undefined): string {
  if (!isName(node)) return '';
  if (node.kind === 'quoted') return quoteName(nameOf(node));
  return QUOTED_NAMES.includes(node.upper) ? quoteName(nameOf(node)) : node.text;
}

/** A bracket that belongs to no call: a subquery, a row or a grouping. */
export function emitGroup(group: Group, context: Context): string {
  if (group.open === '[') throw mismatch(context, group);
  if (isQuery(group.items)) return `(${emitQuery(group.items, context)})`;
  return `(${emitExpression(group.items, context)})`;
}

function emitCase(nodes: readonly Node[], at: number, context: Context): Piece {
  let depth = 0;
  for (let end = at; end < nodes.length; end += 1) {
    if (isWord(nodes[end], 'CASE')) depth += 1;
    if (isWord(nodes[end], 'END')) depth -= 1;
    if (depth === 0) {
      return {
        sql: `CASE ${emitExpression(nodes.slice(at + 1, end), context)} END`,
        next: end + 1,
      };
    }
  }
  throw mismatch(context, undefined);
}

export const emitList = (nodes: readonly Node[], context: Context): readonly string[] =>
  splitAt(nodes, ',').map((part) => emitExpression(part, context));
