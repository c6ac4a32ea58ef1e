import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareKeys } from './keys';

/**
 * Keys of the files below a bucket's folder, in S3's order, without holding more than one folder's names per level.
 * @param prefix start of the key; need not end at a slash
 * @param after keys up to and including this one are left out
 */
export async function* walkKeys(root: string, prefix: string, after = ''): AsyncGenerator<string> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* walkFolder(root, folder, prefix, after);
}

async function* walkFolder(
  root: string,
  folder: string,
  prefix: string,
  after: string,
): AsyncGenerator<string> {
  for (const name of await namesIn(join(root, folder))) {
    const path = folder + name;
    if (!path.startsWith(prefix.slice(0, path.length)) || isBefore(path, after)) continue;
    if (path.endsWith('/')) yield* walkFolder(root, path, prefix, after);
    else if (path.startsWith(prefix)) yield path;
  }
}

/** Whether everything at this path, or below it when it is a folder, is at or before `after`. */
const isBefore = (path: string, after: string): boolean =>
  path.endsWith('/')
    ? compareKeys(path, after) < 0 && !after.startsWith(path)
    : compareKeys(path, after) <= 0;

/** Folders end with a slash: so they sort where their keys do. */
async function namesIn(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(compareKeys);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');
