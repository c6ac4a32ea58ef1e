import { randomUUID } from 'node:crypto';
import { sequenceNumber } from '../kinesis/sequence';
import { evaluatePrefix } from './prefix';
import type { DeliverySettings } from './settings';
import type { Failed, Transformed, TransformResult } from './transform';

/** One line that waits to be written, with what an error object would say of it. */
export interface Row {
  readonly text: string;
  readonly arrived: number;
  readonly sequence: string;
  readonly subsequence: number;
}

/** Firehose's default quota; what comes above it goes to the error prefix. */
const MAX_PARTITIONS = 500;

/** What is transformed and not yet written, by the prefix of its object. */
export class Buffers {
  readonly partitions = new Map<string, Row[]>();
  readonly failed: Failed[] = [];
  bytes = 0;
  /** Epoch ms of the oldest entry; 0 when empty. */
  since = 0;

  constructor(private readonly settings: DeliverySettings) {}

  get isEmpty(): boolean {
    return this.since === 0;
  }

  add({ ok, failed, dropped }: TransformResult, now: number): void {
    if (this.since === 0 && ok.length + failed.length + dropped > 0) this.since = now;
    for (const one of ok) this.place(one, now);
    for (const one of failed) this.fail(one);
  }

  private place(record: Transformed, now: number): void {
    const { source, partitionKeys } = record;
    const prefix = evaluatePrefix(this.settings.prefix, {
      partitionKeys,
      now: new Date(now),
      random: () => randomUUID().slice(0, 11),
    });
    if (prefix === undefined) {
      const message = 'A partition key of the prefix is missing from metadata.partitionKeys';
      return this.fail({ source, code: 'DynamicPartitioning.MissingKey', message, attempts: 1 });
    }
    const rows = this.partitions.get(prefix) ?? [];
    if (rows.length === 0 && this.partitions.size >= MAX_PARTITIONS) {
      const message = `The active partition count exceeds ${MAX_PARTITIONS}`;
      return this.fail({
        source,
        code: 'DynamicPartitioning.ActivePartitionLimitExceeded',
        message,
        attempts: 1,
      });
    }
    // A record may hold several documents, one per line.
    for (const text of record.data.toString('utf8').split('\n')) {
      if (text.trim() === '') continue;
      const sequence = sequenceNumber(source.shard.index, source.ordinal);
      rows.push({ text, arrived: source.arrived, sequence, subsequence: source.subsequence });
      this.bytes += text.length;
    }
    this.partitions.set(prefix, rows);
  }

  private fail(failed: Failed): void {
    this.failed.push(failed);
    this.bytes += failed.source.data.length;
  }
}
