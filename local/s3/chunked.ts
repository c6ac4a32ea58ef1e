import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../server/errors';

const LINE_END = '\r\n';

/**
 * Takes the frames out of an aws-chunked body: `<hex size>[;signature]\r\n<bytes>\r\n`, a chunk of size 0, then
 * trailing headers. Streams: holds no more than one piece of the request.
 */
export class ChunkedBody extends Transform {
  /** Trailing headers, complete when the stream has ended. */
  readonly trailer: Record<string, string> = {};
  private pending: Buffer = Buffer.alloc(0);
  /** Bytes of the current chunk that are still to come; -1: a header line is next, -2: the trailer. */
  private left = -1;
  private isFirst = true;

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pending = this.pending.length === 0 ? piece : Buffer.concat([this.pending, piece]);
    try {
      while (this.step());
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.left === -2 ? null : malformed('ends in the middle of a chunk'));
  }

  /** Consumes one part of what is pending; false when more input is needed. */
  private step(): boolean {
    if (this.left >= 0) return this.takeBytes();
    const line = this.takeLine();
    if (line === undefined) return false;
    if (this.left === -2) {
      const colon = line.indexOf(':');
      if (colon > 0)
        this.trailer[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
      return true;
    }
    if (line === '' && !this.isFirst) return true; // the end of the chunk before
    const size = parseInt(line.split(';')[0] ?? '', 16);
    if (!Number.isInteger(size) || size < 0) throw malformed('has a chunk without a size');
    this.isFirst = false;
    this.left = size === 0 ? -2 : size;
    return true;
  }

  private takeBytes(): boolean {
    if (this.pending.length === 0) return false;
    const taken = this.pending.subarray(0, this.left);
    this.push(taken);
    this.pending = this.pending.subarray(taken.length);
    this.left = this.left === taken.length ? -1 : this.left - taken.length;
    return true;
  }

  private takeLine(): string | undefined {
    const end = this.pending.indexOf(LINE_END);
    if (end < 0) {
      if (this.pending.length > 8192) throw malformed('has a line that is too long');
      return undefined;
    }
    const line = this.pending.toString('latin1', 0, end);
    this.pending = this.pending.subarray(end + LINE_END.length);
    return line;
  }
}

const malformed = (what: string): AwsError =>
  new AwsError('IncompleteBody', `the aws-chunked body ${what}`);
