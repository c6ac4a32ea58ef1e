import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { nameOf, quoteName } from './tokens';
import { isMark, isName, isWord, splitAt } from './tree';
import type { Node } from './tree';

/** What stands before an alias is never one of these. */
const NOT_BEFORE_ALIAS = new Set(
  'AND OR NOT IS IN LIKE BETWEEN ESCAPE AS WHEN THEN ELSE CASE OVER DISTINCT FROM ZONE INTERVAL'.split(
    ' ',
  ),
);
const NOT_AN_ALIAS = new Set('END NULL TRUE FALSE DAY MONTH YEAR HOUR MINUTE SECOND'.split(' '));

interface ListOptions {
  /** Aliases of relations that carry the hidden `"$path"`, which no star shows. */
  readonly hidden: readonly string[];
  readonly outer: boolean;
}

/** The columns of a SELECT; nameless ones of the outermost query become `_col<position>`, as in Athena. */
export function emitSelectList(
  nodes: readonly Node[],
  context: Context,
  { hidden, outer }: ListOptions,
): string {
  const quantified = isWord(nodes[0], 'DISTINCT', 'ALL');
  const [, on] = nodes;
  if (quantified && isWord(on, 'ON')) throw mismatch(context, on);
  const head = quantified && isWord(nodes[0], 'DISTINCT') ? 'DISTINCT ' : '';
  const items = splitAt(quantified ? nodes.slice(1) : nodes, ',');
  if (items.length === 0) throw mismatch(context, nodes[0]);
  const list = items.map((item, position) => {
    if (item.length === 0) throw mismatch(context, nodes.at(-1));
    if (isStarItem(item)) return emitStar(item, context, hidden);
    return emitItem(item, context, outer ? position : undefined);
  });
  return head + list.join(', ');
}

/** `*` or `t.*` */
export const isStarItem = (item: readonly Node[]): boolean =>
  item.some((node, at) => isMark(node, '*') && (at === 0 || (at === 2 && isMark(item[1], '.'))));

function emitStar(item: readonly Node[], context: Context, hidden: readonly string[]): string {
  const star = item.findIndex((node) => isMark(node, '*'));
  if (star !== item.length - 1) throw mismatch(context, item[star + 1]);
  const [relation] = item;
  if (!isName(relation)) return hidden.length > 0 ? '* EXCLUDE ("$path")' : '*';
  const name = nameOf(relation);
  return `${quoteName(name)}.*${hidden.includes(name) ? ' EXCLUDE ("$path")' : ''}`;
}

function emitItem(item: readonly Node[], context: Context, position: number | undefined): string {
  const { value, alias } = aliasedItem(item);
  const sql = emitExpression(value, context);
  if (alias !== undefined) return `${sql} AS ${quoteName(alias)}`;
  const named = item.every((node, at) => (at % 2 === 0 ? isName(node) : isMark(node, '.')));
  return position === undefined || named ? sql : `${sql} AS "_col${position}"`;
}

/** An item of the list, its alias apart. */
export function aliasedItem(item: readonly Node[]): { value: readonly Node[]; alias?: string } {
  const alias = item.at(-1);
  const as = isWord(item.at(-2), 'AS');
  if (!isName(alias) || !(as || isAlias(item))) return { value: item };
  return { value: item.slice(0, as ? -2 : -1), alias: nameOf(alias) };
}

/** `expression name` without AS. */
function isAlias(item: readonly Node[]): boolean {
  const last = item.at(-1);
  const before = item.at(-2);
  if (before === undefined || before.kind === 'mark') return false;
  if (last?.kind === 'word' && NOT_AN_ALIAS.has(last.upper)) return false;
  return !(before.kind === 'word' && NOT_BEFORE_ALIAS.has(before.upper));
}
