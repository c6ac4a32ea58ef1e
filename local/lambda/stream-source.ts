import { Checkpoints } from '../kinesis/checkpoints';
import type { StoredRecord } from '../kinesis/frames';
import type { Shard } from '../kinesis/shard';
import type { Stream } from '../kinesis/stream';
import type { ObjectStore } from '../s3/store';
import { Signal } from '../server/signal';
import type { Functions } from './functions';
import type { MappingSettings } from './mapping';
import { failureObject, firstFailure, streamEvent } from './stream-event';

/** 6 MB request limit, less base64 and the members around the data. */
const MAX_BATCH_BYTES = 3.5 * 1024 * 1024;
/** The laptop's batching window: long enough for a burst, short enough to watch. */
const MAX_WINDOW_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;

export interface SourceContext {
  readonly dataDir: string;
  readonly functions: Functions;
  readonly objects: ObjectStore;
  log(line: string): void;
}

/** Feeds a function from a stream, shard by shard, in order, at least once. */
export class StreamSource {
  private readonly checkpoints: Checkpoints;
  private readonly signals = new Map<Shard, Signal>();
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
      this.loops.push(this.consume(shard, signal));
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
    for (const signal of this.signals.values()) signal.ring();
    await Promise.all(this.loops);
    this.checkpoints.close();
  }

  private async consume(shard: Shard, signal: Signal): Promise<void> {
    while (!this.isStopped) {
      const records = await this.nextBatch(shard, signal);
      if (records.length > 0) await this.deliver(shard, records, 0);
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

  /** Ends when every record is handled or given up. Halves of a bisected batch keep the count of attempts. */
  private async deliver(
    shard: Shard,
    batch: readonly StoredRecord[],
    tried: number,
  ): Promise<void> {
    let records = batch;
    let attempts = tried;
    while (records.length > 0 && !this.isStopped) {
      const failed = await this.attempt(shard, records);
      if (this.isStopped) return;
      attempts += 1;
      if (failed !== 0) {
        // Progress: what is before the first failure is done, the rest starts anew.
        records =
          failed === undefined ? this.done(shard, records) : this.part(shard, records, failed);
        attempts = 0;
        continue;
      }
      const reason = this.givenUp(records, attempts);
      if (reason !== undefined) {
        await this.giveUp(shard, records, reason, attempts);
        return;
      }
      if (this.mapping.bisect && records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await this.deliver(shard, records.slice(0, middle), attempts - 1);
        records = records.slice(middle);
        attempts -= 1;
        continue;
      }
      await sleep(Math.min(100 * 2 ** attempts, MAX_BACKOFF_MS));
    }
  }

  private async attempt(
    shard: Shard,
    records: readonly StoredRecord[],
  ): Promise<number | undefined> {
    const { functionName } = this.mapping;
    const event = JSON.stringify(streamEvent(this.mapping, shard, records));
    const outcome = await this.ctx.functions.invokeText(functionName, event);
    const failed = firstFailure(this.mapping, shard, records, outcome);
    if (failed !== undefined && !this.isStopped) {
      const left = records.length - failed;
      this.ctx.log(`${functionName}: ${left} records of ${shard.id} are tried again (see its log)`);
    }
    return failed;
  }

  private done(shard: Shard, records: readonly StoredRecord[]): readonly StoredRecord[] {
    return this.part(shard, records, records.length);
  }

  private part(
    shard: Shard,
    records: readonly StoredRecord[],
    count: number,
  ): readonly StoredRecord[] {
    const last = records[count - 1];
    if (last) this.checkpoints.save(new Map([[shard, last.ordinal + 1]]));
    return records.slice(count);
  }

  private givenUp(records: readonly StoredRecord[], attempts: number): string | undefined {
    const { maxRetries, maxAgeSeconds, bisect } = this.mapping;
    const oldest = records[0]?.arrived ?? Date.now();
    if (maxAgeSeconds !== undefined && Date.now() - oldest > maxAgeSeconds * 1000) {
      return 'RecordAgeExceeded';
    }
    const mayBisect = bisect && records.length > 1;
    return !mayBisect && maxRetries !== undefined && attempts > maxRetries
      ? 'RetryAttemptsExhausted'
      : undefined;
  }

  private async giveUp(
    shard: Shard,
    records: readonly StoredRecord[],
    condition: string,
    attempts: number,
  ): Promise<void> {
    const { failureBucket, functionName } = this.mapping;
    if (failureBucket !== undefined) {
      const details = { condition, attempts, now: new Date() };
      const { key, body } = failureObject(this.mapping, shard, records, details);
      await this.ctx.objects.put(failureBucket, key, body);
    }
    const where = failureBucket === undefined ? 'are LOST, as on AWS' : `are in ${failureBucket}`;
    this.ctx.log(`${functionName}: ${records.length} records given up (${condition}), ${where}`);
    this.done(shard, records);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
