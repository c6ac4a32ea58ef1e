import { clausesOf } from '../clauses';
import { aliasedItem, isStarItem } from '../select';
import { nameOf } from '../tokens';
import { isName, isWord, splitAt } from '../tree';
import type { Node } from '../tree';
import { conjunctsOf, prunable } from '../where';
import { readExpression } from './expressions';
import type { Reader } from './expressions';
import { sourcesOf } from './from';
import { querySource } from './scans';
import type { Surroundings } from './scans';
import { everyColumn, needColumn } from './scope';
import type { Relation, Scope, Source } from './scope';

interface Item {
  readonly name?: string;
  readonly read: () => void;
}

/** One SELECT … FROM … WHERE …: of its list only the items that a reader needs, of the other clauses everything. */
export function blockSource(nodes: readonly Node[], around: Surroundings): Source {
  const [select, ...clauses] = clausesOf(nodes);
  const clause = (word: string): readonly Node[] =>
    clauses.find((one) => one.word === word)?.nodes ?? [];
  const conditions = conjunctsOf(clause('WHERE')).flatMap(prunable);
  const { relations, expressions } = sourcesOf(clause('FROM'), around, conditions);
  const scope: Scope = { relations, ...(around.outer && { outer: around.outer }) };
  const reader: Reader = {
    column: (chain) => needColumn(chain, scope),
    query: (inner, existsOnly) => {
      const source = querySource(inner, { ...around, outer: scope });
      source.read(existsOnly ? new Set() : everyColumn(source));
    },
  };
  const isDistinct = isWord(select?.nodes[0], 'DISTINCT');
  const list = select?.nodes.slice(isWord(select.nodes[0], 'DISTINCT', 'ALL') ? 1 : 0) ?? [];
  const items = splitAt(list, ',').flatMap((item) => itemsOf(item, relations, reader));
  return {
    columns: items.map(({ name }) => name),
    read: (needed) => {
      items.forEach((item, at) => {
        if (isDistinct || needed.has(at)) item.read();
      });
      for (const one of expressions) readExpression(one, reader);
      for (const word of ['WHERE', 'HAVING', 'WINDOW']) readExpression(clause(word), reader);
      for (const word of ['GROUP', 'ORDER']) readKeys(clause(word), items, reader);
      // A lateral query needs columns of the relations before it.
      for (const { source, needed: own } of [...relations].reverse()) source.read(own);
    },
  };
}

function itemsOf(
  item: readonly Node[],
  relations: readonly Relation[],
  reader: Reader,
): readonly Item[] {
  if (isStarItem(item)) return starItems(item, relations);
  const { value, alias } = aliasedItem(item);
  const last = value.at(-1);
  const name = alias ?? (isName(last) ? nameOf(last) : undefined);
  return [{ ...(name !== undefined && { name }), read: () => readExpression(value, reader) }];
}

function starItems([first]: readonly Node[], relations: readonly Relation[]): readonly Item[] {
  const only = isName(first) ? nameOf(first) : undefined;
  return relations
    .filter(({ name }) => only === undefined || name === only)
    .flatMap(({ source, needed, joined }) =>
      source.columns.flatMap((name, at): readonly Item[] => {
        if (only === undefined && name !== undefined && joined.includes(name)) return [];
        return [{ ...(name !== undefined && { name }), read: () => void needed.add(at) }];
      }),
    );
}

/** `BY 2, name DESC`: a number or an alias means an item of the list. */
function readKeys(nodes: readonly Node[], items: readonly Item[], reader: Reader): void {
  for (const key of splitAt(nodes.slice(1), ',')) {
    const [node] = key;
    if (node?.kind === 'number') items[Number(node.text) - 1]?.read();
    else if (isName(node)) items.find(({ name }) => name === nameOf(node))?.read();
    readExpression(key, reader);
  }
}
