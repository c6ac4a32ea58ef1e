import { emitCast } from './casts';
import { faultAt, mismatch } from './context';
import type { Context } from './context';
import { emitExpression, emitGroup } from './expression';
import type { Piece } from './expression';
import { FUNCTIONS } from './function-names';
import { SPECIAL } from './special-calls';
import { nameOf } from './tokens';
import { isGroup, isName, isWord, splitAt } from './tree';
import type { Group, Node } from './tree';

/** `name(…)` with what may follow an aggregate or a window function. */
export function emitCall(nodes: readonly Node[], at: number, context: Context): Piece {
  const node = nodes[at];
  const group = nodes[at + 1];
  if (node?.kind !== 'word' || !isGroup(group, '(')) throw mismatch(context, node);
  const nulls = isWord(nodes[at + 2], 'IGNORE', 'RESPECT') && isWord(nodes[at + 3], 'NULLS');
  const within = isWord(nodes[at + 2], 'WITHIN') && isGroup(nodes[at + 4], '(');
  const suffix = emitSuffix(nodes, at + (nulls ? 4 : within ? 5 : 2), context);
  const name = node.upper;
  const call: Call = {
    name: nameOf(node),
    group,
    context,
    suffix: suffix.sql,
    ignoreNulls: nulls && isWord(nodes[at + 2], 'IGNORE'),
    within: within && isGroup(nodes[at + 4]) ? (nodes[at + 4] as Group) : undefined,
  };
  return { sql: emitNamed(name, call, node), next: suffix.next };
}

export interface Call {
  readonly name: string;
  readonly group: Group;
  readonly context: Context;
  /** ` FILTER (…) OVER (…)` */
  readonly suffix: string;
  readonly ignoreNulls: boolean;
  /** Of `WITHIN GROUP (ORDER BY …)`. */
  readonly within?: Group;
}

function emitNamed(name: string, call: Call, node: Node): string {
  const { context, group, suffix } = call;
  if (name === 'CAST' || name === 'TRY_CAST') {
    return emitCast(group.items, context, name === 'TRY_CAST');
  }
  const special = SPECIAL[name];
  if (special !== undefined) return special(call);
  if (!FUNCTIONS.has(call.name)) {
    throw faultAt(context, node, 'FUNCTION_NOT_FOUND', `Function '${call.name}' not registered`);
  }
  const nulls = call.ignoreNulls ? ' IGNORE NULLS' : '';
  return `${call.name}(${emitArguments(group.items, context)}${nulls})${suffix}`;
}

/** Arguments as SQL, lambdas in DuckDB's form. */
export function argumentsOf(items: readonly Node[], context: Context): readonly string[] {
  return splitAt(items, ',').map((part) => emitArgument(part, context));
}
const emitArguments = (items: readonly Node[], context: Context): string =>
  argumentsOf(items, context).join(', ');

function emitArgument(part: readonly Node[], context: Context): string {
  const arrow = part[1];
  if (arrow?.kind !== 'mark' || arrow.text !== '->') return emitExpression(part, context);
  const [head] = part;
  const names = isGroup(head, '(') ? splitAt(head.items, ',').map(([name]) => name) : [head];
  const list = names.map((name) => {
    if (!isName(name)) throw mismatch(context, name);
    return nameOf(name);
  });
  return `lambda ${list.join(', ')}: ${emitExpression(part.slice(2), context)}`;
}

function emitSuffix(nodes: readonly Node[], at: number, context: Context): Piece {
  let sql = '';
  let next = at;
  const filter = nodes[next + 1];
  if (isWord(nodes[next], 'FILTER') && isGroup(filter, '(')) {
    sql += ` FILTER ${emitGroup(filter, context)}`;
    next += 2;
  }
  const window = nodes[next + 1];
  if (isWord(nodes[next], 'OVER')) {
    if (isGroup(window, '(')) sql += ` OVER ${emitGroup(window, context)}`;
    else if (isName(window)) sql += ` OVER ${window.text}`;
    else throw mismatch(context, window);
    next += 2;
  }
  return { sql, next };
}
