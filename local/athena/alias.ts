import { mismatch } from './context';
import type { Context } from './context';
import { names } from './query';
import { nameOf, quoteName } from './tokens';
import { isGroup, isName, isWord } from './tree';
import type { Group, Node } from './tree';

const NOT_AN_ALIAS = new Set(
  (
    'ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION ' +
    'INTERSECT EXCEPT WINDOW TABLESAMPLE MATCH_RECOGNIZE WITH AS'
  ).split(' '),
);

export interface Alias {
  readonly sql: string;
  readonly name?: string;
  readonly columns?: Group;
  readonly next: number;
}

/** The alias at this place of a FROM clause, if there is one. */
export function aliasAt(nodes: readonly Node[], at: number, context: Pick<Context, 'sql'>): Alias {
  const as = isWord(nodes[at], 'AS');
  const name = nodes[as ? at + 1 : at];
  if (!isName(name) || (!as && name.kind === 'word' && NOT_AN_ALIAS.has(name.upper))) {
    if (as) throw mismatch(context, name);
    return { sql: '', next: at };
  }
  const behind = at + (as ? 2 : 1);
  const columns = nodes[behind];
  const list = isGroup(columns, '(') ? columns : undefined;
  const suffix = list === undefined ? '' : ` (${names(list, context)})`;
  return {
    sql: ` AS ${quoteName(nameOf(name))}${suffix}`,
    name: nameOf(name),
    columns: list,
    next: behind + (list === undefined ? 0 : 1),
  };
}
