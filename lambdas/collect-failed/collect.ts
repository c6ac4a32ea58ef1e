import { createHash } from 'node:crypto';
import { ARCHIVE_INBOX_PREFIX, DELIVERY_ERROR_PREFIX } from '../shared/names';

/** The three calls that a move is made of. */
export interface Mover {
  /** Undefined when the object is gone. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** The store refuses bytes that do not have this sha256 (base64): a move is verified by being accepted. */
  archive(key: string, bytes: Uint8Array, sha256: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Where a failed delivery waits in the archive. @throws Error for keys outside the error prefix */
export function inboxKey(key: string): string {
  if (!key.startsWith(DELIVERY_ERROR_PREFIX)) {
    throw new Error(`${key} is no failed delivery: only ${DELIVERY_ERROR_PREFIX} is emptied`);
  }
  return ARCHIVE_INBOX_PREFIX + key.slice(DELIVERY_ERROR_PREFIX.length);
}

/**
 * Moves a failed delivery into the archive: copy, verify, delete, in this order, so that a crash anywhere
 * leaves at least one whole copy. Moving it again, or after it is gone, changes nothing.
 * @returns bytes moved; undefined when an earlier attempt has moved it
 */
export async function collect(mover: Mover, key: string): Promise<number | undefined> {
  const target = inboxKey(key);
  const bytes = await mover.read(key);
  if (bytes === undefined) return undefined;
  await mover.archive(target, bytes, createHash('sha256').update(bytes).digest('base64'));
  await mover.remove(key);
  return bytes.length;
}
