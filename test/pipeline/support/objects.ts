import type { Objects, StoredObject } from '../../../lambdas/shared/objects';

/** A bucket in memory. */
export class MemoryObjects implements Objects {
  readonly held = new Map<string, Uint8Array>();

  constructor(readonly bucket: string) {}

  async list(prefix: string): Promise<readonly StoredObject[]> {
    return [...this.held]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, bytes]) => ({ key, size: bytes.length }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async read(key: string): Promise<string | undefined> {
    const bytes = this.held.get(key);
    return bytes && new TextDecoder().decode(bytes);
  }

  async write(key: string, body: string | Uint8Array): Promise<void> {
    this.held.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
  }

  /** The rows of the objects below a prefix; the fakes write JSON lines where Athena writes Parquet. */
  rows(prefix: string): readonly Row[] {
    return [...this.held.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort()
      .flatMap((key) => this.rowsOf(key));
  }

  rowsOf(key: string): readonly Row[] {
    const text = new TextDecoder().decode(this.held.get(key));
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Row => {
        const row: unknown = JSON.parse(line);
        if (typeof row !== 'object' || row === null) throw new Error('not a row');
        return { ...row };
      });
  }
}

export type Row = Readonly<Record<string, unknown>>;
export const linesOf = (rows: readonly Row[]): string =>
  rows.map((row) => JSON.stringify(row)).join('\n');
