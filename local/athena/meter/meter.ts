import type { StatementPlaces } from '../files';
import { admitted } from '../relation';
import type { Footers } from './footers';
import type { Scan } from './scans';

/** What one scan fetches. */
export interface Metered {
  readonly scan: Scan;
  readonly partitions: number;
  /** Compressed bytes of the scan's columns. */
  readonly bytes: number;
}

/**
 * What Athena bills of a query: for every scan, the column chunks of its columns in all objects of the partitions that its
 * conditions admit. Pinned paths are no partitions: they decide which rows count, not what is fetched.
 */
export async function metered(
  scans: readonly Scan[],
  places: StatementPlaces,
  footers: Footers,
): Promise<readonly Metered[]> {
  return Promise.all(
    scans.map(async (scan) => {
      const isFiles = scan.table.relation === undefined;
      const partitions = isFiles ? admitted(scan.table, scan, places.tables) : [];
      // Where no column is needed, footers answer.
      const wanted = scan.columns.length === 0 ? [] : partitions;
      const files = (await Promise.all(wanted.map(places.filesOf))).flat();
      const bytes = files.reduce((sum, file) => sum + bytesOf(scan, footers(file)), 0);
      return { scan, partitions: partitions.length, bytes };
    }),
  );
}

const bytesOf = ({ columns }: Scan, footer: ReadonlyMap<string, number>): number =>
  columns.reduce((sum, column) => sum + (footer.get(column) ?? 0), 0);
