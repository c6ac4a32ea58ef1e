import type { CatalogTable, TableSource } from '../athena/catalog';
import { nameOf } from '../athena/tokens';
import { isGroup, isMark, isName } from '../athena/tree';
import type { Node } from '../athena/tree';

/**
 * Tables of the catalogue that a statement may read: every name in it that is a table's. One too many does no harm,
 * so that no grammar has to be known.
 */
export function usedTables(
  nodes: readonly Node[],
  database: string,
  tables: TableSource,
): ReadonlyMap<string, CatalogTable> {
  const found = new Map<string, CatalogTable>();
  const note = (schema: string, name: string): void => {
    const table = tables.hasDatabase(schema) ? tables.table(schema, name) : undefined;
    if (table !== undefined) found.set(`${schema}.${name}`, table);
  };
  const walk = (list: readonly Node[]): void =>
    list.forEach((node, at) => {
      if (isGroup(node)) return walk(node.items);
      if (!isName(node)) return;
      const before = list[at - 2];
      if (isMark(list[at - 1], '.') && isName(before)) note(nameOf(before), nameOf(node));
      else note(database, nameOf(node));
    });
  walk(nodes);
  return found;
}
