/** Columns with names, and what happens once it is known which of them are needed. */
export interface Source {
  readonly columns: readonly (string | undefined)[];
  /** Reads the source for the columns at these positions. Called once. */
  read(needed: ReadonlySet<number>): void;
}

/** A source within a FROM clause. */
export interface Relation {
  readonly name?: string;
  readonly source: Source;
  readonly needed: Set<number>;
  /** Columns that USING joined with an earlier relation: a star shows them once. */
  readonly joined: readonly string[];
}

/** The relations that names of a block mean, then those of the blocks around it. */
export interface Scope {
  readonly relations: readonly Relation[];
  readonly outer?: Scope;
}

export const everyColumn = ({ columns }: Source): ReadonlySet<number> =>
  new Set(columns.map((_, at) => at));

/** Marks the column that a chain of names means as needed, in the nearest block that knows it. */
export function needColumn(chain: readonly string[], scope: Scope | undefined): void {
  if (scope === undefined) return;
  const [first = '', second] = chain;
  const qualified = scope.relations.filter(({ name }) => second !== undefined && name === first);
  if (qualified.length > 0) return void need(qualified, second ?? '');
  if (!need(scope.relations, first)) needColumn(chain, scope.outer);
}

/** A name that USING joined is a column of several relations. */
export function need(relations: readonly Relation[], column: string): boolean {
  let found = false;
  for (const { source, needed } of relations) {
    source.columns.forEach((name, at) => {
      if (name !== column) return;
      needed.add(at);
      found = true;
    });
  }
  return found;
}
