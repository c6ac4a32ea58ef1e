import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { crc32 } from './crc32';
import { FileFault } from './faults';
import type { Limits } from './limits';
import type { LocalFile } from './open-bytes';
import { spool } from './spool';
import { bytesAt, membersOf, type Member } from './zip-directory';

const LOCAL_HEADER = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];

type Bounds = Pick<Limits, 'expandedBytes' | 'gzipRatio' | 'gzipFreeBytes'>;
/** A file that was taken out of an archive, and its name there. */
export interface NamedFile {
  readonly file: LocalFile;
  readonly fileName: string;
}

export async function isZip({ path }: LocalFile): Promise<boolean> {
  return (await bytesAt(path, 0, LOCAL_HEADER.length)).equals(LOCAL_HEADER);
}

function patternOf(wanted: string): RegExp {
  const literal = wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^(?:.*/)?${literal}$`, 'i');
}

function pick(members: readonly Member[], wanted: string | undefined): Member {
  const pattern = patternOf(wanted ?? '*');
  const [only, ...others] = members.filter(({ name }) => pattern.test(name));
  if (only !== undefined && others.length === 0) return only;
  const names = members.map(({ name }) => name).join(', ');
  throw new FileFault(
    `is a zip archive with ${only === undefined ? 'no' : 'more than one'} file for ` +
      `${wanted === undefined ? 'this dataset' : `"${wanted}"`}; it holds ${names}: set "member"`,
  );
}

const damaged = ({ name }: Member, cause?: unknown): FileFault =>
  new FileFault(`holds ${name}, which is damaged: send it again`, { cause });

async function* unpacked(path: string, member: Member): AsyncGenerator<Uint8Array> {
  const local = await bytesAt(path, member.offset, LOCAL_BYTES);
  if (local.length < LOCAL_BYTES || local.indexOf(LOCAL_HEADER) !== 0) throw damaged(member);
  const start = member.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const source = createReadStream(path, { start, end: start + member.packed - 1 });
  if (member.method === STORED) {
    yield* source as AsyncIterable<Uint8Array>;
    return;
  }
  const inflate = createInflateRaw();
  // The reader below meets what goes wrong on the way.
  const done = pipeline(source, inflate).catch((error: unknown) => error);
  yield* inflate as AsyncIterable<Uint8Array>;
  await done;
}

/** Nothing else shows that a file which is stored as it is was damaged on its way. */
async function* checked(path: string, member: Member): AsyncGenerator<Uint8Array> {
  let crc = 0;
  for await (const chunk of unpacked(path, member)) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== member.crc) throw damaged(member);
}

function checkReadable({ name, isEncrypted, method, packed }: Member): void {
  if (isEncrypted) {
    throw new FileFault(`holds ${name}, which is encrypted: zip it without a password`);
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new FileFault(`holds ${name} in an unknown compression: zip it with deflate`);
  }
  if (packed === 0) throw new FileFault(`holds ${name}, which is empty`);
}

async function takeOut(
  { path }: LocalFile,
  member: Member,
  folder: string,
  limits: Bounds,
): Promise<NamedFile> {
  checkReadable(member);
  const most = Math.min(
    limits.expandedBytes,
    Math.max(limits.gzipFreeBytes, member.packed * limits.gzipRatio),
  );
  const target = join(folder, `member-${member.offset}`);
  try {
    return { file: await spool(checked(path, member), target, most), fileName: member.name };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw code.startsWith('Z_') ? damaged(member, error) : error;
  }
}

/**
 * Takes files out of a zip archive, each once: those who want the same one share it.
 * @returns a function of the file's name, `*` for any text; absent: the only one. It throws FileFault when the
 *   file is not there once, is damaged or encrypted, or grows beyond the bounds
 */
export function memberTaker(
  archive: LocalFile,
  folder: string,
  limits: Bounds,
): (wanted: string | undefined) => Promise<NamedFile> {
  let members: Promise<readonly Member[]> | undefined;
  const taken = new Map<number, Promise<NamedFile>>();
  return async (wanted) => {
    members ??= membersOf(archive);
    const member = pick(await members, wanted);
    const file = taken.get(member.offset) ?? takeOut(archive, member, folder, limits);
    taken.set(member.offset, file);
    return file;
  };
}
