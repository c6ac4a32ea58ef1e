/** Reads the members of one stored item; an item that is not what was written is a fault. */
export class Fields {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  names(): readonly string[] {
    return Object.keys(this.members);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.missing(name, 'text');
  }

  optionalText(name: string): string | undefined {
    const value = this.members[name];
    return typeof value === 'string' ? value : undefined;
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.missing(name, 'a number');
  }

  optionalNumber(name: string): number | undefined {
    const value = this.members[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** One of a closed list of words. */
  word<T extends string>(name: string, words: readonly T[]): T {
    const value = this.members[name];
    return words.find((word) => word === value) ?? this.missing(name, words.join(' or '));
  }

  flag(name: string): boolean {
    return this.members[name] === true;
  }

  /** The texts of a list; absent members are an empty list. */
  texts(name: string): readonly string[] {
    const value = this.members[name];
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  }

  textMap(name: string): Readonly<Record<string, string>> | undefined {
    const value = this.members[name];
    if (!isRecord(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, String(entry)] as const),
    );
  }

  nested(name: string): Fields | undefined {
    const value = this.members[name];
    return isRecord(value) ? new Fields(value) : undefined;
  }

  list(name: string): readonly Fields[] {
    const value = this.members[name];
    return Array.isArray(value) ? value.filter(isRecord).map((entry) => new Fields(entry)) : [];
  }

  raw(name: string): unknown {
    return this.members[name];
  }

  private missing(name: string, wanted: string): never {
    const { pk, sk } = this.members;
    throw new Error(`ledger item ${String(pk)} ${String(sk)}: "${name}" must be ${wanted}`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
