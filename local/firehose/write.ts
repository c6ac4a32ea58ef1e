import { randomUUID } from 'node:crypto';
import { noteCatalog } from '../access/json-calls';
import { noteObjects } from '../access/s3-calls';
import type { ObjectStore } from '../s3/store';
import type { Buffers, Row } from './buffers';
import type { Converter } from './converter';
import { conversionFailed, processingFailed } from './errors';
import { evaluatePrefix, objectName } from './prefix';
import type { DeliverySettings } from './settings';

export interface Written {
  readonly objects: number;
  readonly rows: number;
  readonly failed: number;
}

/** Writes everything that is buffered: one object per partition, then one per kind of error. */
export async function writeBuffers(
  settings: DeliverySettings,
  buffers: Buffers,
  { objects, converter }: { objects: ObjectStore; converter: Converter },
): Promise<Written> {
  const now = new Date();
  const misfits: string[] = [];
  let count = 0;
  let rows = 0;
  for (const [prefix, partition] of buffers.partitions) {
    const { body, lines, rows: fitting } = await convert(settings, partition, converter, now);
    misfits.push(...lines);
    if (body === undefined) continue;
    const key = prefix + objectName(settings.name, now, randomUUID()) + settings.extension;
    noteObjects(['PutObject'], `s3://${settings.bucket}/${key}`);
    await objects.put(settings.bucket, key, body);
    count += 1;
    rows += fitting;
  }
  const failed = buffers.failed.map((one) => processingFailed(settings, one, now.getTime()));
  for (const [type, lines] of [
    ['processing-failed', failed],
    ['format-conversion-failed', misfits],
  ] as const) {
    if (lines.length === 0) continue;
    const key = errorKey(settings, type, now);
    noteObjects(['PutObject'], `s3://${settings.bucket}/${key}`);
    await objects.put(settings.bucket, key, `${lines.join('\n')}\n`);
    count += 1;
  }
  return { objects: count, rows, failed: failed.length + misfits.length };
}

async function convert(
  settings: DeliverySettings,
  rows: readonly Row[],
  converter: Converter,
  now: Date,
): Promise<{ body: Uint8Array | string | undefined; lines: readonly string[]; rows: number }> {
  if (settings.table) {
    const [, , , region = '', account = ''] = settings.arn.split(':');
    const { database, table } = settings.table;
    noteCatalog('GetTableVersions', { region, account }, database, table);
  }
  const texts = rows.map((row) => row.text);
  if (!settings.table) return { body: `${texts.join('\n')}\n`, lines: [], rows: rows.length };
  const {
    parquet,
    misfits,
    rows: fitting,
  } = await converter.convert(texts, settings.table.columns);
  const lines = misfits.flatMap((misfit) => {
    const row = rows[misfit.index];
    return row ? [conversionFailed(settings, misfit, row, now.getTime())] : [];
  });
  return { body: parquet, lines, rows: fitting };
}

function errorKey(settings: DeliverySettings, errorType: string, now: Date): string {
  const prefix = evaluatePrefix(settings.errorPrefix, {
    partitionKeys: {},
    now,
    errorType,
    random: () => randomUUID().slice(0, 11),
  });
  return `${prefix ?? `${errorType}/`}${objectName(settings.name, now, randomUUID())}`;
}
