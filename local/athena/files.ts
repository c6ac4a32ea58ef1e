import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { noteObjects } from '../access/s3-calls';
import type { CatalogPartition, TableSource } from './catalog';

export interface Places {
  /** Absolute path of an `s3://` URI: objects are plain files. */
  readonly resolveLocation: (uri: string) => string;
  readonly tables: TableSource;
}

/** The lake as one statement reads it. */
export interface StatementPlaces extends Places {
  /** Every object below a partition's location. */
  readonly filesOf: (partition: CatalogPartition) => Promise<readonly DataFile[]>;
}

export interface DataFile {
  readonly path: string;
  readonly size: number;
}
/** A partition's files. */
export interface Slice {
  readonly values: readonly string[];
  readonly directory: string;
  readonly files: readonly DataFile[];
}

export const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

/** Athena skips what begins with `_` or `.`. */
const isData = (name: string): boolean => !name.startsWith('_') && !name.startsWith('.');

const directoryOf = (location: string, { resolveLocation }: Places): string =>
  withSlash(resolveLocation(withSlash(location)));

/** Lists a folder once for all readings of the statement and for its meter; the next statement lists anew. */
export function forStatement(places: Places): StatementPlaces {
  const folders = new Map<string, Promise<readonly DataFile[]>>();
  const filesOf = ({ location }: CatalogPartition): Promise<readonly DataFile[]> => {
    const known = folders.get(location);
    if (known !== undefined) return known;
    const files = listed(location, places);
    folders.set(location, files);
    return files;
  };
  return { ...places, filesOf };
}

async function listed(location: string, places: Places): Promise<readonly DataFile[]> {
  const files = await filesUnder(directoryOf(location, places));
  if (files.length > 0) noteObjects(['GetObject'], `${withSlash(location)}0`);
  return files;
}

/** A partition with every object below its location. */
export const sliceOf = async (
  partition: CatalogPartition,
  places: StatementPlaces,
): Promise<Slice> => ({
  values: partition.values,
  directory: directoryOf(partition.location, places),
  files: await places.filesOf(partition),
});

async function filesUnder(directory: string): Promise<readonly DataFile[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const wanted = entries
    .filter((entry) => isData(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = wanted
    .filter((entry) => entry.isFile())
    .map((entry) => join(directory, entry.name))
    .map((path) => ({ path, size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }))
    .filter((file) => file.size > 0);
  const folders = wanted.filter((entry) => entry.isDirectory());
  const nested = await Promise.all(folders.map((entry) => filesUnder(join(directory, entry.name))));
  return [...files, ...nested.flat()];
}

/** The pinned objects that exist, each in the partition whose location it lies below. */
export function pinnedSlices(
  partitions: readonly CatalogPartition[],
  pinned: ReadonlySet<string>,
  places: Places,
): readonly Slice[] {
  const slices = new Map(
    partitions.map(({ values, location }) => [
      withSlash(location),
      { values, directory: directoryOf(location, places), files: [] as DataFile[] },
    ]),
  );
  for (const path of [...pinned].sort()) {
    const slice = nearestTo(path, slices);
    if (slice === undefined) continue;
    const file = places.resolveLocation(path);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0) slice.files.push({ path: file, size });
  }
  return [...slices.values()];
}

/** The partition that a path lies in: the nearest folder that is a partition's location. */
function nearestTo<S>(path: string, slices: ReadonlyMap<string, S>): S | undefined {
  for (let at = path.lastIndexOf('/'); at > 's3://'.length; at = path.lastIndexOf('/', at - 1)) {
    const slice = slices.get(path.slice(0, at + 1));
    if (slice !== undefined) return slice;
  }
  return undefined;
}
