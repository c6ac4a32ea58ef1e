import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AwsError } from '../server/errors';

/** @throws AwsError InvalidArgument when an object stands where a folder is needed, or the other way round */
export function moveInto(from: string, to: string, key: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && isOccupied(error.code)) {
      throw new AwsError(
        'InvalidArgument',
        `key "${key}" cannot stand beside an object of the same name as a folder: the laptop runtime keeps objects as files`,
      );
    }
    throw error;
  }
}
const isOccupied = (code: unknown): boolean =>
  code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENOTEMPTY';

/** S3 has no folders: an empty one must not stay behind. */
export function pruneFolders(folder: string, root: string): void {
  for (let path = folder; path.length > root.length; path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch {
      return; // not empty, or gone already
    }
  }
}
