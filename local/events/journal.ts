import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../server/json';

/** Lines before the file is written anew with what is still open. */
const MAX_LINES = 20_000;

/** One delivery that is owed: an event for one target. */
export interface Owed {
  readonly id: string;
  readonly target: string;
  readonly event: JsonObject;
}

/** What is owed, on disk before anyone is told of the object: a kill -9 loses no event. */
export class Journal {
  private readonly open = new Map<string, Owed>();
  private lines = 0;

  constructor(private readonly path: string) {
    if (existsSync(path))
      for (const line of readFileSync(path, 'utf8').split('\n')) this.replay(line);
    this.compact();
  }

  get owed(): readonly Owed[] {
    return [...this.open.values()];
  }
  get size(): number {
    return this.open.size;
  }

  add(owed: readonly Owed[]): void {
    for (const one of owed) this.open.set(one.id, one);
    this.append(owed.map((one) => JSON.stringify({ owed: one })));
  }

  settle(ids: readonly string[]): void {
    for (const id of ids) this.open.delete(id);
    this.append(ids.map((id) => JSON.stringify({ settled: id })));
    if (this.lines > MAX_LINES && this.lines > 4 * this.open.size) this.compact();
  }

  private append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.lines += lines.length;
    appendFileSync(this.path, `${lines.join('\n')}\n`, { mode: 0o600 });
  }

  private compact(): void {
    const lines = this.owed.map((one) => `${JSON.stringify({ owed: one })}\n`);
    writeFileSync(`${this.path}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
    this.lines = lines.length;
  }

  private replay(line: string): void {
    const entry = parseLine(line);
    if (!isObject(entry)) return;
    if (typeof entry.settled === 'string') this.open.delete(entry.settled);
    const owed = entry.owed;
    if (!isObject(owed) || typeof owed.id !== 'string' || typeof owed.target !== 'string') return;
    if (isObject(owed.event)) {
      this.open.set(owed.id, { id: owed.id, target: owed.target, event: owed.event });
    }
  }
}

/** A crash may have cut the last line short; its object was not acknowledged then. */
const parseLine = (line: string): unknown => {
  try {
    return line === '' ? undefined : JSON.parse(line);
  } catch {
    return undefined;
  }
};
