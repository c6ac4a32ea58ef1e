import { join } from 'node:path';
import { AwsError } from '../server/errors';

const MAX_NAME_BYTES = 255;
const MAX_KEY_BYTES = 1024;

/**
 * The key as a relative path: the same text, so that a partition's folder is called what Athena expects.
 * @throws AwsError InvalidArgument for keys that are legal on S3 but that no file can have
 */
export function keyPath(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw refused(key, 'is longer than 1024 bytes');
  for (const part of key.split('/')) {
    if (part === '') throw refused(key, 'has an empty part between slashes');
    if (part === '.' || part === '..') throw refused(key, 'has a part "." or ".."');
    if (part.includes('\0')) throw refused(key, 'has a NUL character');
    if (Buffer.byteLength(part) > MAX_NAME_BYTES) {
      throw refused(key, 'has a part longer than 255 bytes');
    }
  }
  return join(...key.split('/'));
}

const refused = (key: string, why: string): AwsError =>
  new AwsError(
    'InvalidArgument',
    `key "${key}" ${why}: the laptop runtime keeps every object as a file of that name`,
  );

/** S3's own order: by the bytes of UTF-8. JavaScript's differs beyond the basic plane. */
export const compareKeys = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));
