import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Many growing line files with one bounded buffer: thousands of days must not hold thousands of open files.
 * Synchronous writes: the disk is local, and the reader must not run ahead of it.
 */
export class AppendFiles {
  private readonly buffers = new Map<string, string[]>();
  private readonly paths = new Map<string, string>();
  private buffered = 0;

  /** @param bytes UTF-16 units buffered over all files before they are written */
  constructor(
    private readonly folder: string,
    private readonly bytes: number,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  get size(): number {
    return this.paths.size;
  }

  has(name: string): boolean {
    return this.paths.has(name);
  }

  append(name: string, line: string): void {
    if (!this.paths.has(name)) this.paths.set(name, join(this.folder, `${name}.lines`));
    const buffer = this.buffers.get(name);
    if (buffer === undefined) this.buffers.set(name, [line]);
    else buffer.push(line);
    this.buffered += line.length + 1;
    if (this.buffered >= this.bytes) this.flush();
  }

  /** Writes what is buffered. @returns path by name, in the order of first use */
  finish(): ReadonlyMap<string, string> {
    this.flush();
    return this.paths;
  }

  private flush(): void {
    for (const [name, lines] of this.buffers) {
      appendFileSync(this.paths.get(name) ?? '', `${lines.join('\n')}\n`);
    }
    this.buffers.clear();
    this.buffered = 0;
  }
}
