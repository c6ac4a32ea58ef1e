import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Shard } from './shard';

const HASH_KEYS = 1n << 128n;

export interface StreamSettings {
  readonly name: string;
  readonly arn: string;
  readonly shards: number;
  readonly retentionHours: number;
}

/** A stream: shards that divide the MD5 space of partition keys evenly. */
export class Stream {
  readonly shards: readonly Shard[];
  /** How far each consumer has come, by shard: what a restart will not read again. */
  private readonly consumers = new Map<string, (shard: Shard) => number>();

  constructor(
    readonly settings: StreamSettings,
    dir: string,
  ) {
    // Records of a shard that the template no longer has must stay readable.
    const existing = existsSync(dir) ? readdirSync(dir).length : 0;
    const count = Math.max(settings.shards, existing, 1);
    this.shards = Array.from({ length: count }, (_, index) => {
      const id = `shardId-${String(index).padStart(12, '0')}`;
      return new Shard(id, index, join(dir, id));
    });
  }

  /** First hash key of a shard; its range ends before the next one's. */
  startOf(index: number): bigint {
    return (HASH_KEYS * BigInt(index)) / BigInt(this.shards.length);
  }

  shardFor(partitionKey: string, explicitHashKey?: string): Shard {
    const last = this.shards.length - 1;
    const hash =
      last === 0
        ? 0n
        : explicitHashKey === undefined
          ? BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`)
          : BigInt(explicitHashKey);
    let index = last;
    while (index > 0 && hash < this.startOf(index)) index -= 1;
    const shard = this.shards[index];
    if (!shard) throw new Error(`stream ${this.settings.name} has no shard ${index}`);
    return shard;
  }

  /** Registers a reader whose unread records must be kept. */
  addConsumer(name: string, position: (shard: Shard) => number): void {
    this.consumers.set(name, position);
  }

  trim(now: number): void {
    const olderThan = now - this.settings.retentionHours * 3_600_000;
    for (const shard of this.shards) {
      const positions = [...this.consumers.values()].map((position) => position(shard));
      shard.trim(olderThan, Math.min(...positions, shard.next));
    }
  }

  close(): void {
    for (const shard of this.shards) shard.close();
  }
}
