import type { Checkpoints } from '../kinesis/checkpoints';
import type { Shard } from '../kinesis/shard';
import type { Stream } from '../kinesis/stream';
import { deaggregate } from './deaggregate';
import type { SourceRecord } from './transform';

/** Kinesis records of one batch; a bound on ids and results when records are tiny. */
const MAX_RECORDS = 5_000;

/** Reads a stream ahead of its checkpoint, shard by shard. */
export class Source {
  private position = new Map<Shard, number>();
  /** Shards take turns: a busy one must not starve the others. */
  private turn = 0;

  constructor(
    private readonly stream: Stream,
    private readonly checkpoints: Checkpoints,
    private readonly batchBytes: number,
  ) {
    this.rewind();
  }

  /** Goes back to what is known to be delivered. */
  rewind(): void {
    this.position = new Map(this.stream.shards.map((shard) => [shard, this.checkpoints.of(shard)]));
  }

  positions(): ReadonlyMap<Shard, number> {
    return new Map(this.position);
  }

  /** User records of one shard, up to the batch size; empty when all has been read. */
  async nextBatch(): Promise<SourceRecord[]> {
    const { shards } = this.stream;
    for (let tried = 0; tried < shards.length; tried += 1) {
      this.turn = (this.turn + 1) % shards.length;
      const shard = shards[this.turn];
      if (!shard) break;
      const next = this.position.get(shard) ?? 0;
      const stored = shard.read(next, { records: MAX_RECORDS, bytes: this.batchBytes });
      const last = stored.at(-1);
      if (!last) continue;
      this.position.set(shard, last.ordinal + 1);
      const parts = await Promise.all(stored.map(deaggregate));
      return parts.flat().map((record) => ({ ...record, shard }));
    }
    return [];
  }
}
