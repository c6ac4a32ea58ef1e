import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileFault } from './faults';
import type { Limits } from './limits';

/** A file on the local disk. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
}
type Chunks = AsyncIterable<Uint8Array>;
type Bounds = Pick<Limits, 'expandedBytes' | 'gzipRatio' | 'gzipFreeBytes'>;

async function headOf(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(length);
    const { bytesRead } = await file.read(head, 0, length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function isGzip(path: string): Promise<boolean> {
  const head = await headOf(path, 2);
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* unzipped({ path, bytes }: LocalFile, limits: Bounds): Chunks {
  const gunzip = createGunzip();
  const source = createReadStream(path);
  source.on('error', (error) => gunzip.destroy(error));
  let expanded = 0;
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      expanded += chunk.length;
      const bomb = expanded > limits.gzipFreeBytes && expanded > bytes * limits.gzipRatio;
      if (bomb || expanded > limits.expandedBytes) {
        throw new FileFault(
          `unzips to more than ${bomb ? `${limits.gzipRatio} times its size` : `${limits.expandedBytes} bytes`}: ` +
            'split it into smaller files',
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new FileFault('is not readable gzip: truncated or damaged, send it again', {
        cause: error,
      });
    }
    throw error;
  }
}

/** The bytes of a file, unzipped when it is gzip (by its first bytes, whatever its name). */
export async function openBytes(file: LocalFile, limits: Bounds): Promise<Chunks> {
  return (await isGzip(file.path)) ? unzipped(file, limits) : createReadStream(file.path);
}

/** The first bytes of a stream, and the stream as if nothing had been read. */
export async function peek(chunks: Chunks, length: number): Promise<readonly [Buffer, Chunks]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  let done = false;
  while (size < length && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      read.push(next.value);
      size += next.value.length;
    }
  }
  const head = Buffer.concat(read);
  const rest = { [Symbol.asyncIterator]: () => iterator };
  async function* whole(): Chunks {
    if (head.length > 0) yield head;
    if (!done) yield* rest;
  }
  return [head.subarray(0, length), whole()];
}

async function* withoutFirst(chunks: Chunks, count: number): Chunks {
  let left = count;
  for await (const chunk of chunks) {
    const cut = Math.min(left, chunk.length);
    left -= cut;
    if (cut < chunk.length) yield chunk.subarray(cut);
  }
}

async function* transcoded(chunks: Chunks, label: 'utf-16le' | 'utf-16be'): Chunks {
  const decoder = new TextDecoder(label, { fatal: true });
  const encoder = new TextEncoder();
  try {
    for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
    yield encoder.encode(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new FileFault(`is not valid ${label}: set charset to what it is`, { cause: error });
  }
}

/**
 * Text bytes in which ASCII stands for itself: UTF-16 becomes UTF-8 and byte order marks go.
 * @returns the bytes, and whether they are UTF-8 because the file said so itself
 */
export async function openText(
  chunks: Chunks,
  charset: string,
): Promise<{ readonly chunks: Chunks; readonly isUtf8: boolean }> {
  const [head, whole] = await peek(chunks, 4);
  const startsWith = (...mark: readonly number[]): boolean =>
    mark.every((byte, at) => head[at] === byte);
  if (startsWith(0xef, 0xbb, 0xbf)) return { chunks: withoutFirst(whole, 3), isUtf8: true };
  // The decoder drops the mark itself.
  if (startsWith(0xfe, 0xff)) return { chunks: transcoded(whole, 'utf-16be'), isUtf8: true };
  if (startsWith(0xff, 0xfe) || charset === 'utf-16') {
    return { chunks: transcoded(whole, 'utf-16le'), isUtf8: true };
  }
  return { chunks: whole, isUtf8: charset === 'utf-8' };
}

export const streamOf = (chunks: Chunks): Readable => Readable.from(chunks, { objectMode: false });
