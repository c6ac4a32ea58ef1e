import { randomUUID } from 'node:crypto';
import { mkdirSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Functions } from '../lambda/functions';
import type { Announce } from '../s3/announce';
import type { ObjectStore } from '../s3/store';
import { type JsonObject, object, text } from '../server/json';
import { Journal, type Owed } from './journal';
import { isQueue, objectCreated, type Rule, targetsFor } from './rules';

/** Lambda retries an asynchronous invocation twice, after 1 and 2 minutes; the laptop does not wait that long. */
const RETRY_AFTER_MS = [500, 2_000];
/** Deliveries to one function at the same time. */
const PARALLEL = 2;

export interface BusContext {
  readonly dataDir: string;
  readonly region: string;
  readonly account: string;
  readonly rules: readonly Rule[];
  /** Retries by function name; two where it has no entry. */
  readonly retries: ReadonlyMap<string, number>;
  /** Buckets whose events go to EventBridge. */
  readonly buckets: ReadonlySet<string>;
  readonly functions: Functions;
  readonly objects: ObjectStore;
  /** Told of every target that an event goes to. */
  readonly invoked: (target: string) => void;
  log(line: string): void;
}

/** EventBridge between S3 and functions: asynchronous, at least once, kept over a crash. */
export class EventBus {
  private readonly journal: Journal;
  private readonly queues = new Map<string, Owed[]>();
  private readonly running = new Map<string, number>();
  private readonly work = new Set<Promise<void>>();
  private isStopped = false;

  constructor(private readonly ctx: BusContext) {
    mkdirSync(join(ctx.dataDir, 'events'), { recursive: true });
    this.journal = new Journal(join(ctx.dataDir, 'events', 'journal.ndjson'));
  }

  /** For the store: what is owed is on disk before the object is visible. */
  readonly announce: Announce = (written) => {
    if (!this.ctx.buckets.has(written.bucket)) return () => undefined;
    const event = objectCreated(written, this.ctx);
    const owed = targetsFor(this.ctx.rules, event).map((target) => ({
      id: randomUUID(),
      target,
      event,
    }));
    this.journal.add(owed);
    return () => this.enqueue(owed);
  };

  /** Takes up what an earlier process left: events of objects that never became visible are dropped. */
  async start(): Promise<void> {
    for (const owed of this.journal.owed) {
      if (await this.isVisible(owed.event)) this.enqueue([owed]);
      else this.journal.settle([owed.id]);
    }
  }

  /** Returns when every event so far is handled or given up. */
  async idle(): Promise<void> {
    while (!this.isStopped && this.journal.size > 0) {
      await Promise.race([...this.work, new Promise((go) => setTimeout(go, 20))]);
    }
  }

  /** Deliveries that run are waited for; the others stay in the journal for the next start. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.work);
  }

  private enqueue(owed: readonly Owed[]): void {
    for (const one of owed) {
      const queue = this.queues.get(one.target) ?? [];
      queue.push(one);
      this.queues.set(one.target, queue);
      this.pump(one.target);
    }
  }

  private pump(target: string): void {
    const running = this.running.get(target) ?? 0;
    if (this.isStopped || running >= PARALLEL) return;
    const owed = this.queues.get(target)?.shift();
    if (!owed) return;
    this.running.set(target, running + 1);
    const work = this.deliver(owed).finally(() => {
      this.work.delete(work);
      this.running.set(target, (this.running.get(target) ?? 1) - 1);
      this.pump(target);
    });
    this.work.add(work);
  }

  private async deliver(owed: Owed): Promise<void> {
    if (isQueue(owed.target)) {
      this.leave(`${owed.target.split(':')[5] ?? ''}.ndjson`, owed);
      return;
    }
    const retries = this.ctx.retries.get(owed.target.split(':')[6] ?? '') ?? RETRY_AFTER_MS.length;
    for (const pause of [0, ...RETRY_AFTER_MS.slice(0, retries)]) {
      if (pause > 0) await new Promise((go) => setTimeout(go, pause));
      this.ctx.invoked(owed.target);
      const result = await this.ctx.functions.invoke(owed.target, owed.event);
      if (result.functionError === undefined) {
        this.journal.settle([owed.id]);
        return;
      }
      // What is stopped is not the handler's fault: the next start delivers again.
      if (this.isStopped) return;
    }
    const { key } = this.objectOf(owed.event);
    this.ctx.log(`${owed.target}: event for "${key}" given up (see its log)`);
    this.leave('failed.ndjson', owed);
  }

  /** What waits for a person: a queue's messages, or events that were given up, a file each. */
  private leave(file: string, owed: Owed): void {
    const path = join(this.ctx.dataDir, 'events', file);
    appendFileSync(path, `${JSON.stringify(owed)}\n`, { mode: 0o600 });
    this.journal.settle([owed.id]);
  }

  private async isVisible(event: JsonObject): Promise<boolean> {
    const { bucket, key } = this.objectOf(event);
    if (!this.ctx.objects.buckets().includes(bucket)) return false;
    return (await this.ctx.objects.head(bucket, key)) !== undefined;
  }

  private objectOf(event: JsonObject): { bucket: string; key: string } {
    const detail = object(event, 'detail');
    return {
      bucket: text(object(detail, 'bucket'), 'name'),
      key: text(object(detail, 'object'), 'key'),
    };
  }
}
