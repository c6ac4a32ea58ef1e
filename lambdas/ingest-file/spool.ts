import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { FileFault } from './faults';
import type { LocalFile } from './open-bytes';

export interface SpooledFile extends LocalFile {
  readonly sha256: string;
}

/**
 * Writes a stream to a file once and hashes it on the way, so that every later pass reads the same bytes.
 * @throws FileFault when it has more than `limit` bytes
 */
export async function spool(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  limit: number,
): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limit) throw new FileFault(`has more than ${limit} bytes: split it`);
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(counted(), createWriteStream(path));
  return { path, bytes, sha256: hash.digest('hex') };
}
