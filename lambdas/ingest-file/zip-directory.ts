import { open } from 'node:fs/promises';
import { FileFault } from './faults';
import type { LocalFile } from './open-bytes';

/** The end record is 22 bytes and a comment of at most 65,535. */
const END_BYTES = 22;
const TAIL = END_BYTES + 65_535;
const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const IN_ZIP64 = 0xffff_ffff;
const ENCRYPTED = 1;

/** What the directory of an archive says of a file in it; sizes and offset in bytes. */
export interface Member {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  /** CRC-32 of its unpacked bytes. */
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

export async function bytesAt(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const unreadable = (): FileFault =>
  new FileFault('is not a readable zip archive: truncated or damaged, send it again');

async function directoryOf({ path, bytes }: LocalFile): Promise<Buffer> {
  const tail = await bytesAt(path, Math.max(0, bytes - TAIL), Math.min(bytes, TAIL));
  const end = tail.lastIndexOf(END_RECORD);
  if (end < 0 || end + END_BYTES > tail.length) throw unreadable();
  const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (start === IN_ZIP64) throw new FileFault('is a zip archive of more than 4 GB: split it');
  if (start + length > bytes) throw unreadable();
  return bytesAt(path, start, length);
}

function* entriesOf(directory: Buffer): Generator<Member> {
  let at = 0;
  while (at + ENTRY_BYTES <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    const [length = 0, extra = 0, comment = 0] = [28, 30, 32].map((place) =>
      directory.readUInt16LE(at + place),
    );
    yield {
      name: directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + length),
      isEncrypted: (directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    };
    at += ENTRY_BYTES + length + extra + comment;
  }
  // A damaged entry would hide those behind it, and an archive of two files pass for one of a single file.
  if (at !== directory.length) throw unreadable();
}

/**
 * Files of an archive, folders and what a Mac adds left out.
 * @throws FileFault when its directory cannot be read
 */
export async function membersOf(archive: LocalFile): Promise<readonly Member[]> {
  const found = [...entriesOf(await directoryOf(archive))];
  return found.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
}
