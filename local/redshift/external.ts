import { asPrincipal } from '../access/caller';
import { forStatement } from '../athena/files';
import { placesOf } from '../athena/places';
import { relationOf } from '../athena/relation';
import { treeOf } from '../athena/tree';
import type { RuntimeContext } from '../server/service';

/** Where a table of an external schema lies. */
export interface ExternalTable {
  readonly database: string;
  readonly table: string;
  /** ARN of the role that Redshift reads with. */
  readonly role: string;
}
/** The rows of a table as a relation in DuckDB's words, as the catalogue says now. */
export type External = (table: ExternalTable) => Promise<string>;

/**
 * Tables of the lake as the warehouse sees them: the catalogue and the objects, read with the role of the schema.
 * @throws (of each call) Error for a table that the catalogue does not have
 */
export function externalTables(ctx: RuntimeContext): External {
  const places = placesOf(ctx);
  return ({ database, table, role }) =>
    asPrincipal(ctx.calls, role, async () => {
      const found = places.tables.table(database, table);
      const [node] = treeOf(table);
      if (found === undefined || node === undefined) {
        throw new Error(`table ${table} is not in database ${database} of the catalogue`);
      }
      const use = { node, database, table, name: table, conditions: [], wantsPath: false };
      return relationOf(found, use, undefined, forStatement(places));
    });
}
