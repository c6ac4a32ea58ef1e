/** What an engine answered, values as Athena prints them. */
export interface Answered {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}
/** What differs, in words; nothing when rows and types are equal. */
export type Differences = readonly string[];

/** Sums of doubles depend on the order of addition: engines may differ in the last of 15 digits, not more. */
const TOLERANCE = 1e-9;
const SHOWN = 5;

const isInexact = ({ type }: Answered['columns'][number]): boolean =>
  type === 'double' || type === 'float';

function alike(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  const [a, b] = [Number(one), Number(other)];
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Rows without order: equal where nothing is a double, and the doubles alike. */
export function compareRows(laptop: Answered, trino: Answered): Differences {
  const typesOf = ({ columns }: Answered): string =>
    columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (typesOf(laptop) !== typesOf(trino)) {
    return [`columns: laptop ${typesOf(laptop)} · trino ${typesOf(trino)}`];
  }
  const inexact = laptop.columns.map(isInexact);
  const grouped = ({ rows }: Answered): ReadonlyMap<string, (string | null)[][]> => {
    const groups = new Map<string, (string | null)[][]>();
    for (const row of rows) {
      const exact = JSON.stringify(row.map((value, at) => (inexact[at] ? '~' : value)));
      const doubles = row.filter((_, at) => inexact[at]);
      const group = groups.get(exact);
      if (group === undefined) groups.set(exact, [doubles]);
      else group.push(doubles);
    }
    return groups;
  };
  const [mine, theirs] = [grouped(laptop), grouped(trino)];
  const differences: string[] = [];
  const names = laptop.columns.filter((_, at) => inexact[at]).map(({ name }) => name);
  for (const [row, doubles] of mine) {
    differences.push(...differing(row, doubles, theirs.get(row) ?? [], names));
  }
  for (const [row, doubles] of theirs) {
    if (!mine.has(row)) differences.push(`trino only (${doubles.length}): ${row}`);
  }
  return differences.slice(0, SHOWN);
}

function differing(
  row: string,
  laptop: readonly (readonly (string | null)[])[],
  trino: readonly (readonly (string | null)[])[],
  names: readonly string[],
): Differences {
  if (laptop.length !== trino.length) {
    return [`${laptop.length} on the laptop, ${trino.length} on trino: ${row}`];
  }
  const inOrder = (rows: readonly (readonly (string | null)[])[]) =>
    [...rows].sort((a, b) => {
      for (const [at, value] of a.entries()) {
        const other = b[at] ?? null;
        if (!alike(value, other)) return Number(value ?? 'Infinity') - Number(other ?? 'Infinity');
      }
      return 0;
    });
  const others = inOrder(trino);
  return inOrder(laptop).flatMap((values, place) =>
    values.flatMap((value, at) =>
      alike(value, others[place]?.[at] ?? null)
        ? []
        : [`${names[at]}: laptop ${value} · trino ${others[place]?.[at]} of ${row}`],
    ),
  );
}
