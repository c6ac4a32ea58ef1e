import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

/** Everything wrong with a mapping, each fault with file, line and place. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

type Report = (node: unknown, path: readonly string[], message: string) => void;

/** A node of the mapping with its path, so that every fault can name its place. */
export class Place {
  constructor(
    private readonly node: unknown,
    readonly path: readonly string[],
    private readonly report: Report,
  ) {}

  fault(message: string): void {
    this.report(this.node, this.path, message);
  }

  get kind(): 'text' | 'list' | 'map' {
    if (isMap(this.node)) return 'map';
    return isSeq(this.node) ? 'list' : 'text';
  }

  text(): string | undefined {
    // The failsafe schema leaves `01`, `no` and dates as they are written.
    if (isScalar<string>(this.node)) return this.node.value ?? '';
    this.fault(`is a ${this.kind}: write one text`);
    return undefined;
  }

  /** One text, or a list of texts. */
  texts(): readonly string[] {
    return this.list().flatMap((entry) => entry.text() ?? []);
  }

  /** The entries of a list; a single text or map is a list of one. */
  list(): readonly Place[] {
    if (!isSeq(this.node)) return [this];
    return this.node.items.map((item, at) => this.below(item, String(at)));
  }

  /** @param allowed names of the members; others are faults; absent: the user's own names, e.g. of columns */
  members(allowed?: readonly string[]): ReadonlyMap<string, Place> {
    const found = new Map<string, Place>();
    if (!isMap(this.node)) {
      this.fault(`is a ${this.kind}: write "name: value" pairs`);
      return found;
    }
    for (const { key, value } of this.node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      if (allowed !== undefined && !allowed.includes(name)) {
        this.report(key, this.path, `unknown word "${name}": use one of ${allowed.join(', ')}`);
      } else {
        found.set(name, this.below(value ?? key, name));
      }
    }
    return found;
  }

  wholeNumber(): number | undefined {
    const text = this.text();
    if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
    if (text !== undefined) this.fault(`"${text}" is not a whole number`);
    return undefined;
  }

  flag(): boolean | undefined {
    return this.oneOf(['true', 'false']) === 'true';
  }

  oneOf<T extends string>(words: readonly T[]): T | undefined {
    const text = this.text();
    const word = words.find((known) => known === text);
    if (word === undefined && text !== undefined) {
      this.fault(`"${text}" is not known: use one of ${words.join(', ')}`);
    }
    return word;
  }

  private below(node: unknown, name: string): Place {
    return new Place(node, [...this.path, name], this.report);
  }
}

/**
 * Opens the YAML text of a mapping.
 * @returns its root, and `finish`, which throws MappingError when any fault was reported
 * @throws MappingError at once when the text is not YAML
 */
export function openMapping(text: string, name: string): { root: Place; finish: () => void } {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const problems: string[] = [];
  const lineOf = (node: unknown): number =>
    lines.linePos((isNode(node) ? node.range?.[0] : 0) ?? 0).line;
  const report: Report = (node, path, message) => {
    const at = path.length === 0 ? '' : `${path.join('.')}: `;
    problems.push(`${name}:${lineOf(node)} ${at}${message}`);
  };
  const finish = (): void => {
    // A fault in what datasets share is found once for each of them.
    if (problems.length > 0) throw new MappingError([...new Set(problems)]);
  };
  for (const error of document.errors) {
    problems.push(`${name}:${error.linePos?.[0].line ?? 1} ${error.message.split('\n')[0] ?? ''}`);
  }
  finish();
  return { root: new Place(document.contents, [], report), finish };
}
