import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kinesis } from '@aws-sdk/client-kinesis';
import { Failure } from './failure';

/** What PutRecords takes at once. */
const MOST_RECORDS = 500;
const MOST_BYTES = 5 * 1024 * 1024;
/** Largest record, with its partition key. */
const RECORD_BYTES = 1024 * 1024;
/** Tries in a row that brought nothing forward. */
const PATIENCE = 12;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5000;

export interface Sent {
  readonly records: number;
  readonly bytes: number;
  /** Records that the stream refused at first, sent again. */
  readonly resent: number;
}
export interface SendOptions {
  readonly streamName: string;
  /** Field of the id: its states go to one shard, in their order. */
  readonly idField?: string;
  /** Records a second; no limit when absent. */
  readonly rate?: number;
  readonly onProgress?: (sent: Sent) => void;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
}

/**
 * Sends records in order of the source, and those that the stream refuses again, with growing pauses.
 * @throws Failure failed when the stream takes nothing for long, or a record is too large
 */
export async function putRecords(
  kinesis: Pick<Kinesis, 'putRecords'>,
  records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SendOptions,
): Promise<Sent> {
  const started = Date.now();
  let sent: Sent = { records: 0, bytes: 0, resent: 0 };
  for await (const batch of batches(records)) {
    const resent = await putAll(kinesis, batch, options);
    const size = batch.reduce((sum, record) => sum + record.length, 0);
    sent = {
      records: sent.records + batch.length,
      bytes: sent.bytes + size,
      resent: sent.resent + resent,
    };
    options.onProgress?.(sent);
    await keepRate(sent.records, started, options);
  }
  return sent;
}

async function* batches(
  records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<readonly Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let size = 0;
  let position = 0;
  for await (const record of records) {
    position += 1;
    const bytes = record.length + KEY_BYTES;
    if (bytes > RECORD_BYTES) {
      throw new Failure(
        'failed',
        `record ${position} has ${record.length} bytes: Kinesis takes 1 MiB`,
      );
    }
    if (batch.length === MOST_RECORDS || size + bytes > MOST_BYTES) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(record);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}

/** @returns how many records had to be sent again */
async function putAll(
  kinesis: Pick<Kinesis, 'putRecords'>,
  batch: readonly Uint8Array[],
  { streamName, idField, sleep = pause, random = Math.random }: SendOptions,
): Promise<number> {
  let open = batch.map((Data) => ({ Data, PartitionKey: partitionKey(Data, idField) }));
  let resent = 0;
  for (let idle = 0; ;) {
    const { Records = [] } = await kinesis.putRecords({ StreamName: streamName, Records: open });
    const refused = open.filter((_, index) => Records[index]?.ErrorCode !== undefined);
    if (refused.length === 0) return resent;
    idle = refused.length < open.length ? 0 : idle + 1;
    if (idle >= PATIENCE) {
      const code = Records.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
      throw new Failure(
        'failed',
        `${streamName} takes nothing any more: ${code ?? 'no reason given'}`,
        'send slower (--rate), or give the stream more shards',
      );
    }
    open = refused;
    resent += refused.length;
    await sleep(Math.min(FIRST_DELAY_MS * 2 ** idle, LONGEST_DELAY_MS) * (0.5 + random() / 2));
  }
}

/** Hex digits of a partition key. */
const KEY_BYTES = 16;
const patterns = new Map<string, RegExp>();

function patternOf(idField: string): RegExp {
  const known = patterns.get(idField);
  if (known !== undefined) return known;
  const pattern = new RegExp(`"${idField}"\\s*:\\s*"([^"\\\\]{1,200})"`);
  patterns.set(idField, pattern);
  return pattern;
}

/** States of one thing go to one shard, in their order; anything else by its own bytes. */
export function partitionKey(record: Uint8Array, idField = 'transaction_id'): string {
  const id = patternOf(idField).exec(
    Buffer.from(record.buffer, record.byteOffset, record.length).toString('latin1'),
  );
  return createHash('sha1')
    .update(id?.[1] ?? record)
    .digest('hex')
    .slice(0, KEY_BYTES);
}

async function keepRate(records: number, started: number, options: SendOptions): Promise<void> {
  if (options.rate === undefined) return;
  const due = started + (records / options.rate) * 1000;
  const early = due - Date.now();
  if (early > 0) await (options.sleep ?? pause)(early);
}
