import type { CatalogPartition } from '../catalog';
import { listed } from '../files';
import type { DataFile, Places } from '../files';
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
  places: Places,
  footers: Footers,
): Promise<readonly Metered[]> {
  const folders = new Map<string, Promise<readonly DataFile[]>>();
  const filesOf = (partition: CatalogPartition): Promise<readonly DataFile[]> => {
    const known = folders.get(partition.location);
    if (known !== undefined) return known;
    const files = listed(partition, places).then((slice) => slice.files);
    folders.set(partition.location, files);
    return files;
  };
  return Promise.all(
    scans.map(async (scan) => {
      const isFiles = scan.table.relation === undefined;
      const partitions = isFiles ? admitted(scan.table, scan, places.tables) : [];
      // Where no column is needed, footers answer.
      const wanted = scan.columns.length === 0 ? [] : partitions;
      const files = (await Promise.all(wanted.map(filesOf))).flat();
      const bytes = files.reduce((sum, file) => sum + bytesOf(scan, footers(file)), 0);
      return { scan, partitions: partitions.length, bytes };
    }),
  );
}

const bytesOf = ({ columns }: Scan, footer: ReadonlyMap<string, number>): number =>
  columns.reduce((sum, column) => sum + (footer.get(column) ?? 0), 0);
