import { AthenaFault, place } from './fault';
import type { Group, Node } from './tree';
import type { Condition } from './where';

/** One use of a catalogue table in a FROM clause. */
export interface RelationRequest {
  /** Identity of the use: the first node of the name. */
  readonly node: Node;
  readonly database: string;
  readonly table: string;
  /** What its columns are qualified with: the alias, or the table's name. */
  readonly name: string;
  /** The block's conditions that may prune partitions. */
  readonly conditions: readonly Condition[];
  /** The block's `"$path" IN (SELECT …)`: only these objects are read. */
  readonly pin?: Group;
  /** Whether the block reads `"$path"`. */
  readonly wantsPath: boolean;
}

/** Answers the relation as DuckDB SQL to stand in the FROM clause, without an alias. */
export type Relations = (request: RelationRequest) => string;

/** What the rewriting of a statement knows at one place. Nothing in it is changed while rewriting. */
export interface Context {
  readonly sql: string;
  /** Database of names without one. */
  readonly database: string;
  /** Names that WITH defines, anywhere in the statement. */
  readonly queries: ReadonlySet<string>;
  readonly relations: Relations;
  /** Values of `?`, in order, as SQL text; `used` counts how many are taken. */
  readonly parameters: { readonly values: readonly string[]; used: number };
}

/** A SYNTAX_ERROR at a node, in Trino's words. */
export const mismatch = (context: Pick<Context, 'sql'>, node: Node | undefined): AthenaFault => {
  const shown = node === undefined ? '<EOF>' : node.kind === 'group' ? node.open : node.text;
  const at = node?.at ?? context.sql.length;
  return new AthenaFault('SYNTAX_ERROR', `${place(context.sql, at)}mismatched input '${shown}'`);
};

/** A fault with the place of a node in front. */
export const faultAt = (context: Context, node: Node, code: string, detail: string): AthenaFault =>
  new AthenaFault(code, `${place(context.sql, node.at)}${detail}`);
