import type { CatalogTable, TableSource } from '../athena/catalog';
import type { RunTrino } from './client';
import { mirrorTable } from './mirror';

/** Trino's own catalogue, kept like the laptop's: a table is made anew when it or its partitions changed. */
export interface MirroredCatalogue {
  /**
   * Runs a statement while the given tables are what the laptop's catalogue says. A change waits until no statement
   * reads: a table must not vanish under one.
   */
  reading<T>(tables: Iterable<CatalogTable>, work: () => Promise<T>): Promise<T>;
  /** Notes that a table was made by Trino itself. */
  made(table: CatalogTable): void;
}

export function mirroredCatalogue(run: RunTrino, source: TableSource): MirroredCatalogue {
  const known = new Map<string, string>();
  const readers = new Set<Promise<unknown>>();
  let changing: Promise<unknown> = Promise.resolve();

  const shapeOf = (table: CatalogTable): string =>
    JSON.stringify([table, source.partitions(table.database, table.name)]);
  const nameOf = ({ database, name }: CatalogTable): string => `${database}.${name}`;
  const update = async (stale: readonly CatalogTable[]): Promise<void> => {
    await Promise.allSettled([...readers]);
    for (const table of stale) {
      const shape = shapeOf(table);
      if (known.get(nameOf(table)) === shape) continue;
      const partitions = source.partitions(table.database, table.name);
      await mirrorTable(run, { table, partitions });
      known.set(nameOf(table), shape);
    }
  };
  return {
    async reading(tables, work) {
      const used = [...tables];
      for (;;) {
        const stale = used.filter((table) => known.get(nameOf(table)) !== shapeOf(table));
        if (stale.length > 0) {
          const change = changing.then(() => update(stale));
          changing = change.catch(() => undefined);
          await change;
        }
        // Another statement may have queued a change meanwhile: it goes first.
        const before = changing;
        await before;
        if (before === changing) break;
      }
      const reading = work();
      readers.add(reading);
      return reading.finally(() => readers.delete(reading));
    },
    made: (table) => known.set(nameOf(table), shapeOf(table)),
  };
}
