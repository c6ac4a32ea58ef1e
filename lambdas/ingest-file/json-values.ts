import { FileFault } from './faults';
import { Collected } from './lines';

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Finds where the values of a JSON document end without reading them: brackets and strings only. */
class Splitter {
  private readonly value: Collected;
  private kind: 'unknown' | 'array' | 'values' | 'closed' = 'unknown';
  private depth = 0;
  private hasBegun = false;
  private inString = false;
  private escaped = false;

  constructor(limit: number) {
    this.value = new Collected(limit);
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      const ends = this.step(byte);
      if (ends === undefined) {
        start = at + 1;
      } else if (ends !== 'inside') {
        this.value.add(chunk.subarray(start, ends === 'after' ? at + 1 : at));
        start = at + 1;
        this.hasBegun = false;
        if (!this.value.isEmpty) yield this.value.take();
      }
    }
    this.value.add(chunk.subarray(start));
  }

  finish(): void {
    if (this.kind === 'array' || this.depth > 0 || this.inString) {
      throw new FileFault('is not whole JSON: it ends inside a value; send it again');
    }
  }

  /** Whether the value ends before or after this byte; undefined: the byte belongs to no value. */
  private step(byte: number): 'inside' | 'before' | 'after' | undefined {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) this.inString = false;
      return 'inside';
    }
    if (isSpace(byte) && !this.hasBegun) return undefined;
    if (this.kind === 'unknown') {
      this.kind = byte === OPEN_LIST ? 'array' : 'values';
      if (this.kind === 'array') return undefined;
    }
    if (this.kind === 'closed') throw new FileFault('has text after its JSON array');
    this.hasBegun = true;
    return this.structure(byte);
  }

  private structure(byte: number): 'inside' | 'before' | 'after' {
    const isTop = this.depth === 0;
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.depth += 1;
    else if (isTop && this.kind === 'array' && byte === COMMA) return 'before';
    else if (isTop && this.kind === 'array' && byte === CLOSE_LIST) {
      this.kind = 'closed';
      return 'before';
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      this.depth = Math.max(0, this.depth - 1);
      if (this.depth === 0 && this.kind === 'values') return 'after';
    } else if (isTop && this.kind === 'values' && byte === 0x0a) return 'before';
    return 'inside';
  }
}

/**
 * The bytes of each element of a JSON array, or of each value of a file of values; nothing is parsed and no
 * more than one value, cut to `limit` + 1 bytes, is held.
 * @throws FileFault when the document ends early or goes on after its array
 */
export async function* jsonValues(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const splitter = new Splitter(limit);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  splitter.finish();
}
