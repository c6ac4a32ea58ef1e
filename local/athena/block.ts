import { clausesOf, emitClauses } from './clauses';
import type { Context } from './context';
import { emitFrom } from './from';
import type { BlockScope } from './from';
import { emitSelectList } from './select';
import { nameOf } from './tokens';
import { isGroup, isMark, isName, isWord, some } from './tree';
import type { Group, Node } from './tree';
import { conjunctsOf, pinOf as pathList, prunable } from './where';

/** A pin that stands on its own: its subquery names nothing of this statement and takes no parameter. */
function pinIn(condition: readonly Node[], context: Context): Group | undefined {
  const pin = pathList(condition);
  const open = (node: Node): boolean =>
    isMark(node, '?') || (isName(node) && context.queries.has(nameOf(node)));
  return pin === undefined || some(pin.items, open) ? undefined : pin;
}

/** One SELECT … FROM … WHERE … with its clauses. */
export function emitBlock(nodes: readonly Node[], context: Context, outer: boolean): string {
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
