import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredRecord } from './frames';
import { Segment } from './segment';

const SEGMENT_BYTES = 64 * 1024 * 1024;
const SUFFIX = '.log';

/** One shard: a log in segment files. A record is written before its put is answered. */
export class Shard {
  private readonly segments: Segment[];
  private readonly listeners = new Set<() => void>();
  private lastArrived = 0;

  constructor(
    readonly id: string,
    readonly index: number,
    private readonly dir: string,
  ) {
    mkdirSync(dir, { recursive: true });
    const firsts = readdirSync(dir)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => Number(name.slice(0, -SUFFIX.length)))
      .sort((left, right) => left - right);
    const all = firsts.length ? firsts : [0];
    this.segments = all.map((first, i) => this.open(first, all[i + 1]));
    this.lastArrived = this.newest.lastArrived;
  }

  /** Oldest record that is kept. */
  get first(): number {
    return this.segments[0]?.first ?? 0;
  }
  /** Where the next record will stand. */
  get next(): number {
    return this.newest.next;
  }

  /** @returns ordinal of the first of them; the others follow */
  append(records: readonly { partitionKey: string; data: Buffer }[], now: number): number {
    if (this.newest.size >= SEGMENT_BYTES) this.segments.push(this.open(this.next));
    const start = this.next;
    // A clock that is set back must not disorder arrival times: readers search by them.
    this.lastArrived = Math.max(now, this.lastArrived);
    const arrived = this.lastArrived;
    this.newest.append(records.map((record, i) => ({ ...record, ordinal: start + i, arrived })));
    for (const listener of this.listeners) listener();
    return start;
  }

  read(ordinal: number, limits: { records: number; bytes: number }): readonly StoredRecord[] {
    const segment = this.segments.findLast((one) => one.first <= ordinal) ?? this.segments[0];
    return segment && ordinal < this.next ? segment.read(ordinal, limits) : [];
  }

  /** First record that arrived at or after the time (epoch ms), or where the next one will stand. */
  firstAt(arrived: number): number {
    const segment = this.segments.find((one) => one.lastArrived >= arrived);
    return segment?.firstAt(arrived) ?? this.next;
  }

  /** Calls back after every append. @returns how to stop it */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Removes segments that are older than the retention AND that every consumer has passed. */
  trim(olderThan: number, passed: number): void {
    for (;;) {
      const [oldest, following] = this.segments;
      if (!oldest || !following || oldest.lastArrived >= olderThan || following.first > passed)
        return;
      oldest.close();
      rmSync(oldest.path);
      this.segments.shift();
    }
  }

  close(): void {
    for (const segment of this.segments) segment.close();
  }

  private get newest(): Segment {
    const segment = this.segments.at(-1);
    if (!segment) throw new Error(`shard ${this.id} has no segment`);
    return segment;
  }

  private open(first: number, sealedAt?: number): Segment {
    const name = `${String(first).padStart(12, '0')}${SUFFIX}`;
    return new Segment(join(this.dir, name), first, sealedAt);
  }
}
