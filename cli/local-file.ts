import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Failure } from './failure';

/**
 * Size of a file of this computer in bytes.
 * @throws Failure unavailable when it is not there, usage when it is a folder
 */
export async function sizeOfFile(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new Failure('unavailable', `no file ${file}`);
  if (!found.isFile()) throw new Failure('usage', `${file} is no file`);
  return found.size;
}

/** sha256 of a file's bytes, as hex digits. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
