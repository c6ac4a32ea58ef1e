import { crc32 } from '../server/crc32';

/** One record as it rests in a shard's log. */
export interface StoredRecord {
  /** Position in the shard, from 0. */
  readonly ordinal: number;
  /** Epoch milliseconds. */
  readonly arrived: number;
  readonly partitionKey: string;
  readonly data: Buffer;
}

/**
 * Frame: u32 length of what follows the checksum · u32 CRC-32 of it · u48 ordinal · u48 arrival ms · u16 length of the
 * partition key · the key · the data. The checksum shows a frame that a crash cut short.
 */
const HEAD_BYTES = 8;
const FIXED_BYTES = 14;

export function encodeFrame(record: StoredRecord): Buffer {
  const key = Buffer.from(record.partitionKey);
  const length = FIXED_BYTES + key.length + record.data.length;
  const frame = Buffer.allocUnsafe(HEAD_BYTES + length);
  frame.writeUInt32LE(length, 0);
  frame.writeUIntLE(record.ordinal, 8, 6);
  frame.writeUIntLE(record.arrived, 14, 6);
  frame.writeUInt16LE(key.length, 20);
  key.copy(frame, 22);
  record.data.copy(frame, 22 + key.length);
  frame.writeUInt32LE(crc32(frame.subarray(HEAD_BYTES)), 4);
  return frame;
}

/** The record that starts at `offset`, and where the next one does; undefined when the bytes end before it does. */
export function decodeFrame(
  bytes: Buffer,
  offset: number,
): { record: StoredRecord; end: number } | undefined {
  if (offset + HEAD_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const end = offset + HEAD_BYTES + length;
  if (length < FIXED_BYTES || end > bytes.length) return undefined;
  const keyEnd = offset + 22 + bytes.readUInt16LE(offset + 20);
  const record: StoredRecord = {
    ordinal: bytes.readUIntLE(offset + 8, 6),
    arrived: bytes.readUIntLE(offset + 14, 6),
    partitionKey: bytes.toString('utf8', offset + 22, keyEnd),
    data: bytes.subarray(keyEnd, end),
  };
  return { record, end };
}

export const isIntact = (bytes: Buffer, offset: number): boolean => {
  const length = bytes.readUInt32LE(offset);
  const body = bytes.subarray(offset + HEAD_BYTES, offset + HEAD_BYTES + length);
  return crc32(body) === bytes.readUInt32LE(offset + 4);
};
