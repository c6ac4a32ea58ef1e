import type { Calls } from '../access/calls';
import { noteReading } from '../access/stream-calls';
import { Checkpoints } from '../kinesis/checkpoints';
import type { StoredRecord } from '../kinesis/frames';
import type { Shard } from '../kinesis/shard';
import type { Stream } from '../kinesis/stream';
import type { ObjectStore } from '../s3/store';
import { Signal } from '../server/signal';
import type { Functions } from './functions';
import type { MappingSettings } from './mapping';
import { ShardDelivery } from './shard-delivery';

/** 6 MB request limit, less base64 and the members around the data. */
const MAX_BATCH_BYTES = 3.5 * 1024 * 1024;
/** The laptop's batching window: long enough for a burst, short enough to watch. */
const MAX_WINDOW_MS = 1_000;

export interface SourceContext {
  readonly dataDir: string;
  readonly functions: Functions;
  readonly objects: ObjectStore;
  readonly calls?: Calls;
  log(line: string): void;
}

/** Feeds a function from a stream, shard by shard, in order, at least once. */
export class StreamSource {
  private readonly checkpoints: Checkpoints;
  private readonly signals = new Map<Shard, Signal>();
  private readonly deliveries: ShardDelivery[] = [];
  private readonly loops: Promise<void>[] = [];
  private isStopped = false;
  /** Callers that wait for everything to be handled. */
  private hurries = 0;

  constructor(
    private readonly mapping: MappingSettings,
    private readonly stream: Stream,
    private readonly ctx: SourceContext,
  ) {
    this.checkpoints = new Checkpoints(ctx.dataDir, `mapping-${mapping.id}`, stream, mapping.start);
  }

  start(): void {
    for (const shard of this.stream.shards) {
      const signal = new Signal();
      this.signals.set(shard, signal);
      shard.onAppend(() => signal.ring());
      const delivery = new ShardDelivery(this.mapping, shard, this.checkpoints, this.ctx);
      this.deliveries.push(delivery);
      this.loops.push(this.consume(shard, signal, delivery));
    }
  }

  /** Returns when the function has handled what is in the stream now. */
  async caughtUp(): Promise<void> {
    const ends = this.checkpoints.ends();
    this.hurries += 1;
    while (!this.isStopped && !this.checkpoints.hasPassed(ends)) {
      for (const signal of this.signals.values()) signal.ring();
      await sleep(10);
    }
    this.hurries -= 1;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const delivery of this.deliveries) delivery.stop();
    for (const signal of this.signals.values()) signal.ring();
    await Promise.all(this.loops);
    this.checkpoints.close();
  }

  private async consume(shard: Shard, signal: Signal, to: ShardDelivery): Promise<void> {
    while (!this.isStopped) {
      const records = await this.nextBatch(shard, signal);
      if (records.length === 0) continue;
      const { functionName, streamArn } = this.mapping;
      noteReading(this.ctx.calls, this.ctx.functions.roleOf(functionName), streamArn);
      await to.deliver(records, 0);
    }
  }

  private async nextBatch(shard: Shard, signal: Signal): Promise<readonly StoredRecord[]> {
    const limits = { records: this.mapping.batchSize, bytes: MAX_BATCH_BYTES };
    const position = this.checkpoints.of(shard);
    const deadline = Date.now() + Math.min(this.mapping.windowSeconds * 1000, MAX_WINDOW_MS);
    for (;;) {
      const waiting = shard.next - position;
      const isDue = waiting >= limits.records || Date.now() >= deadline || this.hurries > 0;
      if (this.isStopped) return [];
      if (waiting > 0 && isDue) return shard.read(position, limits);
      await signal.wait(waiting > 0 ? Math.max(1, deadline - Date.now()) : MAX_WINDOW_MS);
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
