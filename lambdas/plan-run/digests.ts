import { createHash } from 'node:crypto';
import type { StoredObject } from '../shared/objects';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Names what a day of bronze holds: keys and sizes. No clock takes part: S3 stamps a multipart object
 * with the time it was started, so a newer time does not mean newer data.
 */
export const dayDigest = (objects: readonly StoredObject[]): string =>
  sha256(
    objects
      .map(({ key, size }) => `${key} ${size}`)
      .sort()
      .join('\n'),
  ).slice(0, 16);
