import type { ReasonCode } from './reasons';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Ends a scan: what follows cannot be judged. */
export class Stop extends Error {
  constructor(
    readonly code: ReasonCode,
    readonly position: number,
  ) {
    super(code);
  }
}

/** Reads the tokens of strict JSON (RFC 8259), left to right. */
export class Cursor {
  private at = 0;

  constructor(private readonly text: string) {}

  stop(code: ReasonCode = 'record.not_json'): never {
    throw new Stop(code, this.at);
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, empty at the end. */
  peek(): string {
    return this.text[this.at] ?? '';
  }

  space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** The source text of a number. */
  number(): string {
    NUMBER.lastIndex = this.at;
    const text = NUMBER.exec(this.text)?.[0] ?? this.stop();
    this.at += text.length;
    return text;
  }

  string(): string {
    if (!this.take('"')) this.stop();
    let start = this.at;
    let text = '';
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      // Past the end charCodeAt answers NaN, which is no unit at all.
      if (unit < 0x20 || Number.isNaN(unit)) this.stop();
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        text += this.text.slice(start, this.at) + this.escape();
        start = this.at;
      } else {
        this.at += 1;
      }
    }
    text += this.text.slice(start, this.at);
    this.at += 1;
    return text;
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.stop();
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = ESCAPES[letter] ?? this.stop();
    this.at += 2;
    return plain;
  }
}
