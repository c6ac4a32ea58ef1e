import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { FileFault } from './faults';
import type { Limits } from './limits';
import type { LocalFile } from './open-bytes';
import { spool } from './spool';

/** The end record is 22 bytes and a comment of at most 65,535. */
const TAIL = 65_557;
const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ENTRY = 0x02014b50;
const [STORED, DEFLATED] = [0, 8];
const IN_ZIP64 = 0xffff_ffff;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}
/** A file that was taken out of an archive, and its name there. */
export interface NamedFile {
  readonly file: LocalFile;
  readonly fileName: string;
}

async function bytesAt(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function isZip({ path }: LocalFile): Promise<boolean> {
  return (await bytesAt(path, 0, 4)).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}

/** Files of the archive, folders and what a Mac adds left out. */
async function membersOf({ path, bytes }: LocalFile): Promise<readonly Member[]> {
  const tail = await bytesAt(path, Math.max(0, bytes - TAIL), Math.min(bytes, TAIL));
  const end = tail.lastIndexOf(END_RECORD);
  if (end < 0) throw new FileFault('is not a readable zip archive: truncated, send it again');
  const start = tail.readUInt32LE(end + 16);
  if (start === IN_ZIP64) throw new FileFault('is a zip archive of more than 4 GB: split it');
  const directory = await bytesAt(path, start, tail.readUInt32LE(end + 12));
  const found: Member[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    const [length, extra, comment] = [28, 30, 32].map((place) =>
      directory.readUInt16LE(at + place),
    );
    const name = directory.toString('utf8', at + 46, at + 46 + (length ?? 0));
    found.push({
      name,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + (length ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return found.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
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

async function* unpacked(path: string, member: Member): AsyncGenerator<Uint8Array> {
  const local = await bytesAt(path, member.offset, 30);
  const start = member.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
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

/**
 * Takes one file out of a zip archive.
 * @param wanted its name, `*` for any text; absent: the only one
 * @throws FileFault when it is not there once, is damaged, or grows beyond the bounds
 */
export async function takeMember(
  archive: LocalFile,
  wanted: string | undefined,
  folder: string,
  limits: Pick<Limits, 'expandedBytes' | 'gzipRatio' | 'gzipFreeBytes'>,
): Promise<NamedFile> {
  const member = pick(await membersOf(archive), wanted);
  if (member.method !== STORED && member.method !== DEFLATED) {
    throw new FileFault(`holds ${member.name} in an unknown compression: zip it with deflate`);
  }
  if (member.packed === 0) throw new FileFault(`holds ${member.name}, which is empty`);
  const most = Math.min(
    limits.expandedBytes,
    Math.max(limits.gzipFreeBytes, member.packed * limits.gzipRatio),
  );
  const path = join(folder, `member-${member.offset}`);
  try {
    return { file: await spool(unpacked(archive.path, member), path, most), fileName: member.name };
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new FileFault(`holds ${member.name}, which is damaged: send it again`, {
        cause: error,
      });
    }
    throw error;
  }
}
