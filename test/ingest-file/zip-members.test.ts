import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 as crcOfNode } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, tableCrc32 } from '../../lambdas/ingest-file/crc32';
import { LIMITS } from '../../lambdas/ingest-file/limits';
import { memberTaker } from '../../lambdas/ingest-file/zip-members';
import { brands } from './formats-support';
import { zipped } from './support/look-alike';
import { storedZip } from './support/workbook';

const CSV = { 'a.csv': `id,b\n1,${'x'.repeat(100)}\n` };
const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const END = Buffer.from('PK\x05\x06', 'latin1');

/** The archive with another byte, that many after a mark. */
function changed(archive: Buffer, mark: Buffer | string, after = 0): Buffer {
  const copy = Buffer.from(archive);
  const at = copy.lastIndexOf(mark) + after;
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}
const encrypted = (archive: Buffer): Buffer => changed(changed(archive, LOCAL, 6), ENTRY, 8);

describe.each([
  ['stored', storedZip],
  ['deflated', zipped],
])('a zip archive of %s files', (_, pack) => {
  it('is read', async () => {
    expect(await brands('a.zip', pack(CSV))).toEqual(['x'.repeat(100)]);
  });

  it('is refused when a file in it has other bytes than were packed', async () => {
    const other = changed(pack(CSV), ENTRY, 16);

    await expect(brands('a.zip', other)).rejects.toThrow(
      'holds a.csv, which is damaged: send it again',
    );
  });

  it('is refused when a file in it is encrypted', async () => {
    await expect(brands('a.zip', encrypted(pack(CSV)))).rejects.toThrow(
      'holds a.csv, which is encrypted: zip it without a password',
    );
  });

  it('is refused wherever it was cut or its structure was damaged', async () => {
    const archive = pack(CSV);

    for (let length = 4; length < archive.length; length += 3) {
      await expect(brands('a.zip', archive.subarray(0, length))).rejects.toMatchObject({
        name: 'FileFault',
      });
    }
    // Size and place of the directory, four bytes each.
    for (let at = 12; at < 20; at += 1) {
      await expect(brands('a.zip', changed(archive, END, at))).rejects.toMatchObject({
        name: 'FileFault',
      });
    }
    await expect(brands('a.zip', changed(archive, ENTRY))).rejects.toThrow('damaged');
    await expect(brands('a.zip', changed(archive, ENTRY, 42))).rejects.toThrow('damaged');
  });
});

describe('a zip archive', () => {
  it('is refused when a stored byte changed on its way', async () => {
    await expect(brands('a.zip', changed(storedZip(CSV), 'xx'))).rejects.toThrow('damaged');
  });

  it('of two files does not pass for one of a single file when the second entry is damaged', async () => {
    const two = zipped({ ...CSV, 'b.csv': 'id,b\n2,y\n' });

    await expect(brands('a.zip', two)).rejects.toThrow('more than one file');
    await expect(brands('a.zip', changed(two, ENTRY))).rejects.toThrow('damaged');
  });

  it('gives each file once, to all who want it at the same time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zip-test-'));
    try {
      const path = join(folder, 'archive');
      const archive = zipped({ ...CSV, 'b.csv': 'id,b\n2,y\n' });
      await writeFile(path, archive);
      const take = memberTaker({ path, bytes: archive.length }, folder, LIMITS);

      const [first, second, other] = await Promise.all(['a.csv', 'a.*', 'b.csv'].map(take));

      expect(second).toBe(first);
      expect(other?.fileName).toBe('b.csv');
      expect(other?.file.path).not.toBe(first?.file.path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('CRC-32', () => {
  it('is that of Node, whether Node has its own or not, of a whole or of its parts', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (head, tail) => {
        const whole = crcOfNode(Buffer.concat([head, tail]));

        expect(crc32(tail, crc32(head))).toBe(whole);
        expect(tableCrc32(tail, tableCrc32(head))).toBe(whole);
      }),
    );
  });
});
