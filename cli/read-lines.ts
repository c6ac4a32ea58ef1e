import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Failure } from './failure';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The lines of a file as bytes, as they are: what is sent must be what was written. `-` is standard
 * input; `.gz` is unpacked. Empty lines are left out.
 * @throws Failure unavailable when there is no such file
 */
export async function* readLines(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of await open(file)) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
      const line = trimmed(Buffer.concat([...rest, chunk.subarray(from, to)]));
      rest = [];
      from = to + 1;
      if (line.length > 0) yield line;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  const last = trimmed(Buffer.concat(rest));
  if (last.length > 0) yield last;
}

const trimmed = (line: Buffer): Buffer =>
  line.at(-1) === RETURN ? line.subarray(0, line.length - 1) : line;

async function open(file: string): Promise<AsyncIterable<Buffer>> {
  if (file === '-') return process.stdin;
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new Failure('unavailable', `no file ${file}`);
  if (found.isDirectory()) throw new Failure('usage', `${file} is a folder: name a file`);
  const stream = createReadStream(file);
  return file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
}
