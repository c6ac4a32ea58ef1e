import type { Trail } from './profile';
import type { Kind, Sighting, Track } from './sighting';

/**
 * Sightings and floors as bytes: DynamoDB bills a write by the kilobyte, and as text they would take three times
 * the room.
 */
const KINDS: readonly Kind[] = ['transaction', 'profile_update', 'login'];
const COUNTS = 0x80;
/** A sequence number has 56 digits: 187 bits. */
const SEQUENCE_BYTES = 24;
const FLOOR_BYTES = 2 + SEQUENCE_BYTES;
const SIGHTING_BYTES = 1 + 8 + 2 + SEQUENCE_BYTES + 6 + 4 + 2 + 3 + 8;
const HEAD_BYTES = 2;
/** Raised when the layout changes; bytes of another layout are a fault, not a guess. */
const LAYOUT = 1;

type Part = Pick<Trail, 'floors' | 'recent'>;

const sequenceHex = (sequence: bigint): string =>
  sequence.toString(16).padStart(2 * SEQUENCE_BYTES, '0');
const sequenceAt = (bytes: Buffer, from: number): bigint =>
  BigInt(`0x${bytes.toString('hex', from, from + SEQUENCE_BYTES)}`);

function writeSighting(bytes: Buffer, from: number, sighting: Sighting): void {
  bytes.writeUInt8(KINDS.indexOf(sighting.kind) | (sighting.counts ? COUNTS : 0), from);
  bytes.writeBigInt64BE(BigInt(sighting.key), from + 1);
  bytes.writeUInt16BE(sighting.shard, from + 9);
  bytes.write(sequenceHex(sighting.sequence), from + 11, 'hex');
  bytes.writeUIntBE(sighting.at, from + 35, 6);
  bytes.writeUInt32BE(sighting.statedAt, from + 41);
  bytes.write(sighting.country, from + 45, 'latin1');
  bytes.write(sighting.currency, from + 47, 'latin1');
  bytes.writeBigInt64BE(sighting.amount, from + 50);
}

/** Codes have two or three letters, or are empty: zeros. */
const codeAt = (bytes: Buffer, from: number, length: number): string =>
  bytes.toString('latin1', from, from + length).replaceAll('\0', '');

function readSighting(bytes: Buffer, from: number, track: Track): Sighting {
  const flags = bytes.readUInt8(from);
  return {
    track,
    kind: KINDS[flags & ~COUNTS] ?? 'transaction',
    counts: (flags & COUNTS) !== 0,
    key: bytes.readBigInt64BE(from + 1).toString(),
    shard: bytes.readUInt16BE(from + 9),
    sequence: sequenceAt(bytes, from + 11),
    at: bytes.readUIntBE(from + 35, 6),
    statedAt: bytes.readUInt32BE(from + 41),
    country: codeAt(bytes, from + 45, 2),
    currency: codeAt(bytes, from + 47, 3),
    amount: bytes.readBigInt64BE(from + 50),
  };
}

export function pack({ floors, recent }: Part): Uint8Array {
  const start = HEAD_BYTES + floors.size * FLOOR_BYTES;
  const bytes = Buffer.alloc(start + recent.length * SIGHTING_BYTES);
  bytes.writeUInt8(LAYOUT, 0);
  bytes.writeUInt8(floors.size, 1);
  [...floors]
    .sort(([a], [b]) => a - b)
    .forEach(([shard, sequence], index) => {
      const from = HEAD_BYTES + index * FLOOR_BYTES;
      bytes.writeUInt16BE(shard, from);
      bytes.write(sequenceHex(sequence), from + 2, 'hex');
    });
  recent.forEach((one, index) => writeSighting(bytes, start + index * SIGHTING_BYTES, one));
  return bytes;
}

/** @throws Error when the bytes are of another layout */
export function unpack(packed: Uint8Array, track: Track): Part {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (bytes[0] !== LAYOUT) throw new Error(`profile bytes have layout ${bytes[0]}, not ${LAYOUT}`);
  const count = bytes.readUInt8(1);
  const floors = new Map<number, bigint>();
  for (let index = 0; index < count; index += 1) {
    const from = HEAD_BYTES + index * FLOOR_BYTES;
    floors.set(bytes.readUInt16BE(from), sequenceAt(bytes, from + 2));
  }
  const recent: Sighting[] = [];
  for (let from = HEAD_BYTES + count * FLOOR_BYTES; from < bytes.length; from += SIGHTING_BYTES) {
    recent.push(readSighting(bytes, from, track));
  }
  return { floors, recent };
}
