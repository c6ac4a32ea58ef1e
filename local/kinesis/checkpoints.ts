import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../server/json';
import { readState } from '../server/state-file';
import type { Shard } from './shard';
import type { Stream } from './stream';

/** Room for one shard in the file. */
const SHARD_BYTES = 64;

/**
 * How far one consumer has come in every shard of a stream, kept between starts. One write of the same length to an
 * open file: a killed process leaves the old text or the new, and a rename would cost a hundred times as much.
 */
export class Checkpoints {
  private readonly next = new Map<Shard, number>();
  private readonly file: number;

  /** @param name of the consumer: unique, fit for a file name */
  constructor(
    dataDir: string,
    name: string,
    private readonly stream: Stream,
    start: 'TRIM_HORIZON' | 'LATEST',
  ) {
    const path = join(dataDir, 'checkpoints', `${name}.json`);
    mkdirSync(join(dataDir, 'checkpoints'), { recursive: true });
    const known = readState(path);
    this.file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    for (const shard of stream.shards) {
      const position = isObject(known) ? known[shard.id] : undefined;
      const first = start === 'LATEST' ? shard.next : shard.first;
      this.next.set(shard, typeof position === 'number' ? position : first);
    }
    // Where LATEST was must be remembered even when the process dies before the first record.
    this.write();
    stream.addConsumer(name, (shard) => this.of(shard));
  }

  of(shard: Shard): number {
    return this.next.get(shard) ?? 0;
  }

  save(positions: ReadonlyMap<Shard, number>): void {
    for (const [shard, next] of positions) this.next.set(shard, next);
    this.write();
  }

  /** Whether everything before these positions has been handled. */
  hasPassed(positions: ReadonlyMap<Shard, number>): boolean {
    return [...positions].every(([shard, next]) => this.of(shard) >= next);
  }

  /** Where the stream ends now. */
  ends(): ReadonlyMap<Shard, number> {
    return new Map(this.stream.shards.map((shard) => [shard, shard.next]));
  }

  close(): void {
    closeSync(this.file);
  }

  private write(): void {
    const positions = [...this.next].map(([shard, next]) => [shard.id, next] as const);
    const text = JSON.stringify(Object.fromEntries(positions));
    writeSync(this.file, text.padEnd(SHARD_BYTES * this.next.size), 0);
  }
}
