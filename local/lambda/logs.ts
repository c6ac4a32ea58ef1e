import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 1024 * 1024;

/** One log file per function and the one before it: at most 2 MB each, whatever a handler prints. */
export class LogFiles {
  private readonly sizes = new Map<string, number>();

  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
  }

  append(name: string, text: string): void {
    const path = join(this.dir, `${name}.log`);
    const bytes = text.length > MAX_BYTES ? `${text.slice(0, MAX_BYTES)}\n` : text;
    const size = this.sizes.get(name) ?? (existsSync(path) ? statSync(path).size : 0);
    if (size > 0 && size + bytes.length > MAX_BYTES) {
      renameSync(path, join(this.dir, `${name}.1.log`));
      this.sizes.set(name, 0);
    }
    appendFileSync(path, bytes, { mode: 0o600 });
    this.sizes.set(name, (this.sizes.get(name) ?? size) + Buffer.byteLength(bytes));
  }
}
