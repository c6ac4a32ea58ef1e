const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Collects the bytes of one line or value; keeps at most `limit` + 1 of them. */
export class Collected {
  private parts: Uint8Array[] = [];
  private size = 0;
  constructor(private readonly limit: number) {}

  add(part: Uint8Array): void {
    const room = this.limit + 1 - this.size;
    if (room <= 0 || part.length === 0) return;
    const kept = part.subarray(0, room);
    this.parts.push(kept);
    this.size += kept.length;
  }

  take(): Uint8Array {
    const [only, ...more] = this.parts;
    const whole = only !== undefined && more.length === 0 ? only : Buffer.concat(this.parts);
    this.parts = [];
    this.size = 0;
    return whole;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }
}

const withoutReturn = (line: Uint8Array): Uint8Array =>
  line.at(-1) === RETURN ? line.subarray(0, -1) : line;

/**
 * Lines as bytes, cut at LF alone (U+2028 is text), a CR before it dropped. Only the first `limit` + 1 bytes of
 * a longer line are kept, so that whoever judges it sees that it is too long.
 */
export async function* byteLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const line = new Collected(limit);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      line.add(chunk.subarray(start, end));
      yield withoutReturn(line.take());
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  if (!line.isEmpty) yield withoutReturn(line.take());
}

/** Lines of UTF-8 text that this program wrote itself. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const line of byteLines(chunks, Number.MAX_SAFE_INTEGER - 1)) {
    yield decoder.decode(line);
  }
}
