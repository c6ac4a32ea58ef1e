import { isQuery } from '../query';
import { nameOf } from '../tokens';
import { isGroup, isMark, isName, isWord, splitAt } from '../tree';
import type { Group, Node } from '../tree';

/** What an expression reads: columns by their names as written, and the rows of queries inside it. */
export interface Reader {
  /** `column`, `alias.column` or `alias.column.field`. */
  column(chain: readonly string[]): void;
  /** A query whose answer takes part; of EXISTS only whether there is a row. */
  query(nodes: readonly Node[], existsOnly: boolean): void;
}

/** Tells the reader every column and query that the nodes of an expression, or of a clause, name. */
export function readExpression(nodes: readonly Node[], reader: Reader): void {
  let at = 0;
  while (at < nodes.length) {
    const node = nodes[at];
    if (isGroup(node)) readGroup(node, nodes[at - 1], reader);
    if (!isName(node) || !namesColumn(nodes, at)) {
      at += 1;
      continue;
    }
    const chain = [nameOf(node)];
    at += 1;
    for (; isMark(nodes[at], '.'); at += 2) {
      const part = nodes[at + 1];
      if (isName(part)) chain.push(nameOf(part));
    }
    reader.column(chain);
  }
}

function readGroup(group: Group, before: Node | undefined, reader: Reader): void {
  const { items } = group;
  if (isQuery(items)) return reader.query(items, isWord(before, 'EXISTS'));
  const as = items.findIndex((node) => isWord(node, 'AS'));
  const isCast = isWord(before, 'CAST', 'TRY_CAST') && as !== -1;
  const arrows = splitAt(items, ',').filter(([, arrow]) => isMark(arrow, '->'));
  const bound = new Set(arrows.flatMap(([head]) => namesIn(head)));
  const column = (chain: readonly string[]): void => {
    if (!bound.has(chain[0] ?? '')) reader.column(chain);
  };
  // The type behind AS is no column, whatever its name.
  readExpression(
    isCast ? items.slice(0, as) : items,
    bound.size === 0 ? reader : { ...reader, column },
  );
}

/** Parameters of a lambda: `x -> …`, `(x, y) -> …`. */
const namesIn = (head: Node | undefined): readonly string[] =>
  (isGroup(head) ? head.items : [head]).flatMap((node) => (isName(node) ? [nameOf(node)] : []));

/** Not a call, a window's name, or the words of a literal: `DATE '…'`, `INTERVAL '1' DAY`. */
function namesColumn(nodes: readonly Node[], at: number): boolean {
  const before = nodes[at - 1];
  const behind = nodes[at + 1];
  if (nodes[at]?.kind === 'quoted') return true;
  if (isGroup(behind, '(') || isWord(before, 'OVER') || behind?.kind === 'text') return false;
  return !(before?.kind === 'text' && isWord(nodes[at - 2], 'INTERVAL'));
}
