import { faultAt } from './context';
import type { Context } from './context';
import { emitList } from './expression';
import { names } from './query';
import { quoteName } from './tokens';
import { isGroup, isWord, some, splitAt } from './tree';
import type { Group } from './tree';

interface UnnestShape {
  readonly ordinality: boolean;
  readonly alias?: string;
  readonly columns?: Group;
}

/**
 * UNNEST as a lateral subquery that reads its lists side by side. One list of rows, written as
 * `CAST(… AS array(row(…)))`, spreads into its fields; a map into key and value.
 */
export function emitUnnest(
  group: Group,
  context: Context,
  { ordinality, alias, columns }: UnnestShape,
): string {
  const lists = emitList(group.items, context);
  const wanted =
    (columns === undefined ? lists.length : splitAt(columns.items, ',').length) -
    (ordinality && columns !== undefined ? 1 : 0);
  const [list = ''] = lists;
  const isRows =
    lists.length === 1 && some(group.items, (node) => isWord(node, 'ROW')) && wanted > 1;
  if (!isRows && wanted > lists.length && !(lists.length === 1 && wanted === 2)) {
    throw faultAt(
      context,
      group,
      'MISMATCHED_COLUMN_ALIASES',
      'Column alias list has more entries than UNNEST has columns',
    );
  }
  const values = isRows
    ? [`unnest(${list}, max_depth := 2)`]
    : lists.length === 1 && wanted === 2
      ? [`unnest(map_keys(${list}))`, `unnest(map_values(${list}))`]
      : lists.map((item) => `unnest(${item})`);
  const sizes =
    isRows || wanted <= lists.length
      ? lists.map((item) => `len(${item})`)
      : [`cardinality(${list})`];
  const longest = sizes.length === 1 ? sizes.join() : `system.main.greatest(${sizes.join(', ')})`;
  if (ordinality) values.push(`unnest(generate_series(1, ${longest}))`);
  const shape = isGroup(columns) ? ` (${names(columns, context)})` : '';
  return `LATERAL (SELECT ${values.join(', ')}) AS ${quoteName(alias ?? 'unnest')}${shape}`;
}
