import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { decodeFrame, encodeFrame, isIntact, type StoredRecord } from './frames';

/** One mark per this many records: 1 M records keep 4,000 marks in memory. */
const MARK_EVERY = 256;
const READ_BYTES = 1024 * 1024;

interface Mark {
  readonly ordinal: number;
  readonly offset: number;
  readonly arrived: number;
}

/** A file of consecutive records of one shard, appended to and read while it grows. */
export class Segment {
  private readonly file: number;
  private readonly marks: Mark[] = [];
  /** Bytes of whole records. */
  size = 0;
  next: number;
  private isLoaded = false;
  private newestArrival = 0;

  /**
   * Opens or creates it. What a crash left of a last record, which nobody was told of, is cut off.
   * @param sealedAt where the following segment starts; only the newest one need be read at once
   */
  constructor(
    readonly path: string,
    readonly first: number,
    sealedAt?: number,
  ) {
    this.next = sealedAt ?? first;
    this.file = openSync(path, 'a+', 0o600);
    if (sealedAt === undefined) this.load();
  }

  get lastArrived(): number {
    this.load();
    return this.newestArrival;
  }

  append(records: readonly StoredRecord[]): void {
    const frames = records.map(encodeFrame);
    writeFully(this.file, Buffer.concat(frames));
    records.forEach((record, index) => {
      this.note(record);
      this.size += frames[index]?.length ?? 0;
    });
  }

  /** Records from `ordinal` on, until one of the limits is reached; at least one when there is any. */
  read(ordinal: number, limits: { records: number; bytes: number }): StoredRecord[] {
    this.load();
    const found: StoredRecord[] = [];
    let bytes = 0;
    for (const { record } of this.scan(this.markBefore((mark) => mark.ordinal <= ordinal))) {
      if (record.ordinal < ordinal) continue;
      bytes += record.data.length + record.partitionKey.length;
      if (found.length > 0 && bytes > limits.bytes) break;
      // A copy: the record must not keep the whole read buffer alive.
      found.push({ ...record, data: Buffer.from(record.data) });
      if (found.length >= limits.records) break;
    }
    return found;
  }

  /** First record that arrived at or after the time; undefined when all are older. */
  firstAt(arrived: number): number | undefined {
    this.load();
    for (const { record } of this.scan(this.markBefore((mark) => mark.arrived < arrived))) {
      if (record.arrived >= arrived) return record.ordinal;
    }
    return undefined;
  }

  close(): void {
    closeSync(this.file);
  }

  private note(record: StoredRecord): void {
    if ((record.ordinal - this.first) % MARK_EVERY === 0) {
      this.marks.push({ ordinal: record.ordinal, offset: this.size, arrived: record.arrived });
    }
    this.next = record.ordinal + 1;
    this.newestArrival = record.arrived;
  }

  private markBefore(holds: (mark: Mark) => boolean): number {
    let low = 0;
    let high = this.marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const mark = this.marks[middle];
      if (mark && holds(mark)) low = middle + 1;
      else high = middle;
    }
    return this.marks[low - 1]?.offset ?? 0;
  }

  private load(): void {
    if (this.isLoaded) return;
    this.isLoaded = true;
    const end = fstatSync(this.file).size;
    for (const { record, bytes, offset, next } of this.scan(0, end)) {
      if (!isIntact(bytes, offset)) break;
      this.note(record);
      this.size = next;
    }
    if (this.size < end) ftruncateSync(this.file, this.size);
  }

  private *scan(
    from: number,
    end = this.size,
  ): Generator<{ record: StoredRecord; bytes: Buffer; offset: number; next: number }> {
    let position = from;
    let wanted = READ_BYTES;
    while (position < end) {
      const bytes = Buffer.allocUnsafe(Math.min(wanted, end - position));
      const count = readSync(this.file, bytes, 0, bytes.length, position);
      const piece = bytes.subarray(0, count);
      let offset = 0;
      for (let frame = decodeFrame(piece, 0); frame; frame = decodeFrame(piece, offset)) {
        yield { record: frame.record, bytes: piece, offset, next: position + frame.end };
        offset = frame.end;
      }
      // A record larger than the buffer, or the torn end of the file.
      if (offset === 0 && piece.length >= end - position) return;
      wanted = offset === 0 ? wanted * 2 : READ_BYTES;
      position += offset;
    }
  }
}

/** A write may stop short when a disk is nearly full; the rest is then written or the error thrown. */
function writeFully(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written);
  }
}
