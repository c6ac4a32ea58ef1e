import { asPrincipal, note } from '../access/caller';
import type { Calls } from '../access/calls';
import { noteReading } from '../access/stream-calls';
import { Checkpoints } from '../kinesis/checkpoints';
import type { Stream } from '../kinesis/stream';
import type { Functions } from '../lambda/functions';
import type { ObjectStore } from '../s3/store';
import { Signal } from '../server/signal';
import { Buffers } from './buffers';
import type { Converter } from './converter';
import type { DeliverySettings } from './settings';
import { Source } from './source';
import { type SourceRecord, transformBatch, type TransformResult } from './transform';
import { writeBuffers } from './write';

/** The laptop's buffer hints: minutes of waiting would hide that anything happens. */
const IDLE_MS = 1_000;
const MAX_AGE_MS = 10_000;
const MAX_BUFFER_BYTES = 32 * 1024 * 1024;
/** Transform calls at a time; the function's pool has as many environments. */
const PARALLEL = 2;
const BATCH_BYTES = 1024 * 1024;
const MAX_BACKOFF_MS = 10_000;

export interface DeliveryContext {
  readonly dataDir: string;
  readonly functions: Functions;
  readonly objects: ObjectStore;
  readonly converter: Converter;
  readonly calls?: Calls;
  log(line: string): void;
}

/**
 * One delivery stream: reads its Kinesis source, transforms, buffers, writes. The checkpoint follows the write, so that
 * a crash delivers some records twice and none never.
 */
export class Delivery {
  private readonly checkpoints: Checkpoints;
  private readonly signal = new Signal();
  private readonly source: Source;
  private buffers: Buffers;
  private lastRead = 0;
  private loop: Promise<void> = Promise.resolve();
  private isStopped = false;
  /** Since the last write. */
  private failures = 0;
  /** Callers that wait for everything to be handled. */
  private hurries = 0;

  constructor(
    private readonly settings: DeliverySettings,
    private readonly stream: Stream,
    private readonly ctx: DeliveryContext,
  ) {
    this.checkpoints = new Checkpoints(
      ctx.dataDir,
      `delivery-${settings.name}`,
      stream,
      'TRIM_HORIZON',
    );
    this.buffers = new Buffers(settings);
    const batchBytes = settings.transform?.batchBytes ?? BATCH_BYTES;
    this.source = new Source(stream, this.checkpoints, batchBytes);
  }

  start(): void {
    for (const shard of this.stream.shards) shard.onAppend(() => this.signal.ring());
    this.loop = this.run();
  }

  /** Returns when what is in the stream now has been written. */
  async caughtUp(): Promise<void> {
    const ends = this.checkpoints.ends();
    this.hurries += 1;
    while (!this.isStopped && !this.checkpoints.hasPassed(ends)) {
      this.signal.ring();
      await sleep(10);
    }
    this.hurries -= 1;
  }

  /** What is buffered is not written: the next start reads it again from the stream. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.signal.ring();
    await this.loop;
    this.checkpoints.close();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.step();
      } catch (error) {
        if (this.isStopped) return;
        this.failures += 1;
        const why = error instanceof Error ? error.message : String(error);
        this.ctx.log(`${this.settings.name}: delivery is tried again: ${why}`);
        this.rewind();
        await sleep(Math.min(200 * 2 ** this.failures, MAX_BACKOFF_MS));
      }
    }
  }

  private async step(): Promise<void> {
    const batches: SourceRecord[][] = [];
    while (batches.length < PARALLEL) {
      const batch = await this.source.nextBatch();
      if (batch.length === 0) break;
      batches.push(batch);
    }
    if (batches.length > 0) {
      this.lastRead = Date.now();
      noteReading(this.ctx.calls, this.settings.roleArn, this.settings.streamArn);
      const results = await Promise.all(batches.map((batch) => this.transform(batch)));
      if (this.isStopped) return;
      for (const result of results) this.buffers.add(result, Date.now());
    }
    if (this.isDue(batches.length === 0)) await this.write();
    else if (batches.length === 0) await this.signal.wait(IDLE_MS / 4);
  }

  private isDue(nothingRead: boolean): boolean {
    if (this.buffers.isEmpty) return false;
    const now = Date.now();
    const { bufferBytes, bufferMs } = this.settings;
    return (
      this.buffers.bytes >= Math.min(bufferBytes, MAX_BUFFER_BYTES) ||
      now - this.buffers.since >= Math.min(bufferMs, MAX_AGE_MS) ||
      (nothingRead && (this.hurries > 0 || now - this.lastRead >= IDLE_MS))
    );
  }

  private async transform(records: readonly SourceRecord[]): Promise<TransformResult> {
    const { transform } = this.settings;
    if (transform) {
      this.asRole(() => note('lambda:InvokeFunction', transform.functionArn));
      return transformBatch(this.settings, transform, this.ctx.functions, records);
    }
    const ok = records.map((source) => ({ source, data: source.data, partitionKeys: {} }));
    return { ok, failed: [], dropped: 0 };
  }

  private async write(): Promise<void> {
    const { buffers } = this;
    const positions = this.source.positions();
    this.buffers = new Buffers(this.settings);
    const { rows, objects, failed } = await this.asRole(() =>
      writeBuffers(this.settings, buffers, this.ctx),
    );
    this.checkpoints.save(positions);
    this.failures = 0;
    const errors = failed > 0 ? `, ${failed} to the error prefix` : '';
    this.ctx.log(`${this.settings.name}: ${rows} rows in ${objects} objects${errors}`);
  }

  private asRole<T>(work: () => T): T {
    return asPrincipal(this.ctx.calls, this.settings.roleArn, work);
  }

  private rewind(): void {
    this.buffers = new Buffers(this.settings);
    this.source.rewind();
  }
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
