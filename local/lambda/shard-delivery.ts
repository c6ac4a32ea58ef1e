import { asPrincipal } from '../access/caller';
import { noteList, noteObjects } from '../access/s3-calls';
import type { Checkpoints } from '../kinesis/checkpoints';
import type { StoredRecord } from '../kinesis/frames';
import type { Shard } from '../kinesis/shard';
import type { MappingSettings } from './mapping';
import { failureObject, firstFailure, streamEvent } from './stream-event';
import type { SourceContext } from './stream-source';

const MAX_BACKOFF_MS = 10_000;

type Records = readonly StoredRecord[];

/** Hands batches of one shard to the function until every record is handled or given up. */
export class ShardDelivery {
  private isStopped = false;

  constructor(
    private readonly mapping: MappingSettings,
    private readonly shard: Shard,
    private readonly checkpoints: Checkpoints,
    private readonly ctx: SourceContext,
  ) {}

  stop(): void {
    this.isStopped = true;
  }

  /** @param tried attempts so far: halves of a bisected batch keep the count */
  async deliver(batch: Records, tried: number): Promise<void> {
    let records = batch;
    let attempts = tried;
    while (records.length > 0 && !this.isStopped) {
      const failed = await this.attempt(records);
      if (this.isStopped) return;
      if (failed !== 0) {
        // Progress: what is before the first failure is done, the rest starts anew.
        records = this.done(records, failed ?? records.length);
        attempts = 0;
        continue;
      }
      attempts += 1;
      const reason = this.givenUp(records, attempts);
      if (reason !== undefined) return this.giveUp(records, reason, attempts);
      if (this.mapping.bisect && records.length > 1) {
        // Bisecting counts as no retry.
        attempts -= 1;
        const middle = Math.ceil(records.length / 2);
        await this.deliver(records.slice(0, middle), attempts);
        records = records.slice(middle);
        continue;
      }
      await sleep(Math.min(100 * 2 ** attempts, MAX_BACKOFF_MS));
    }
  }

  private async attempt(records: Records): Promise<number | undefined> {
    const { mapping, shard, ctx } = this;
    const event = JSON.stringify(streamEvent(mapping, shard, records));
    const outcome = await ctx.functions.invokeText(mapping.functionName, event);
    const failed = firstFailure(mapping, shard, records, outcome);
    if (failed !== undefined && !this.isStopped) {
      const left = records.length - failed;
      ctx.log(`${mapping.functionName}: ${left} records of ${shard.id} failed (see its log)`);
    }
    return failed;
  }

  /** Remembers the first `count` records as handled. @returns the others */
  private done(records: Records, count: number): Records {
    const last = records[count - 1];
    if (last) this.checkpoints.save(new Map([[this.shard, last.ordinal + 1]]));
    return records.slice(count);
  }

  private givenUp(records: Records, attempts: number): string | undefined {
    const { maxRetries, maxAgeSeconds, bisect } = this.mapping;
    const age = Date.now() - (records[0]?.arrived ?? Date.now());
    if (maxAgeSeconds !== undefined && age > maxAgeSeconds * 1000) return 'RecordAgeExceeded';
    const mayBisect = bisect && records.length > 1;
    const isExhausted = maxRetries !== undefined && attempts > maxRetries;
    return isExhausted && !mayBisect ? 'RetryAttemptsExhausted' : undefined;
  }

  private async giveUp(records: Records, condition: string, attempts: number): Promise<void> {
    const { failureBucket, functionName } = this.mapping;
    if (failureBucket !== undefined) {
      const details = { condition, attempts, now: new Date() };
      const { key, body } = failureObject(this.mapping, this.shard, records, details);
      asPrincipal(this.ctx.calls, this.ctx.functions.roleOf(functionName), () => {
        noteList(failureBucket, '');
        noteObjects(['PutObject'], `s3://${failureBucket}/${key}`);
      });
      await this.ctx.objects.put(failureBucket, key, body);
    }
    const where = failureBucket === undefined ? 'are LOST, as on AWS' : `are in ${failureBucket}`;
    this.ctx.log(`${functionName}: ${records.length} records given up (${condition}), ${where}`);
    this.done(records, records.length);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
