import { bronzeColumns, partitionColumn, quarantineColumns } from '../shared/derive/columns';
import type { FileItem } from '../shared/ledger/items';
import { DayRows } from './day-rows';
import type { Gate } from '../shared/gate/gate';
import { judgeRecords } from './judge-records';
import type { Limits } from './limits';
import { makeRecords } from './make-records';
import type { LocalFile } from './open-bytes';
import type { Recipe } from './sources';
import { writeParquet, type BronzeColumn } from './write-parquet';

export const QUARANTINE = 'quarantine';

/** Receives bronze objects. */
export interface Lake {
  put(key: string, bytes: Uint8Array): Promise<void>;
}
export interface LoadRequest {
  readonly file: LocalFile;
  readonly fileName: string;
  readonly folder: string;
  readonly claim: FileItem;
  /** `_ingested_at` of every row, ISO 8601. */
  readonly stamp: string;
  readonly recipe: Recipe;
  readonly gate: Gate;
  readonly limits: Limits;
  readonly lake: Lake;
}
export type Loaded = Required<
  Pick<FileItem, 'rows' | 'received' | 'accepted' | 'rejected' | 'parts'>
>;

interface Output {
  readonly rows: DayRows;
  readonly partition: string;
  readonly columns: readonly BronzeColumn[];
}
const SHARD_DIGITS = 12;
/** A put takes about 50 ms; thousands of days one by one would outlast the function. */
const PARALLEL_PUTS = 8;

/** Judges the whole file before any object is written, so that a fault at its end leaves nothing behind. */
async function judgeAll(request: LoadRequest, accepted: DayRows, rejected: DayRows) {
  const { claim, stamp, recipe, gate } = request;
  const counts = { rows: 0, accepted: 0, rejected: 0 };
  const records = makeRecords({ ...request, ...recipe, onRow: () => (counts.rows += 1) });
  const origin = {
    shard: claim.sha256.slice(0, SHARD_DIGITS),
    ingestedAt: stamp,
    source: recipe.sha256,
    ...(recipe.mapping !== undefined && { timeZone: recipe.mapping.zone }),
  };
  for await (const { verdict } of judgeRecords(records, gate, origin)) {
    counts[verdict.accepted ? 'accepted' : 'rejected'] += 1;
    (verdict.accepted ? accepted : rejected).add(verdict.partition, verdict.row);
  }
  return counts;
}

async function writeParts({ claim, lake }: LoadRequest, { rows, partition, columns }: Output) {
  const written: Record<string, number> = {};
  const ready: { readonly key: string; readonly bytes: Uint8Array }[] = [];
  const send = async (): Promise<void> => {
    await Promise.all(ready.splice(0).map(({ key, bytes }) => lake.put(key, bytes)));
  };
  for await (const { day, part, rows: lines } of rows.parts()) {
    const name = `file=${claim.sha256.slice(0, SHARD_DIGITS)}-${claim.gateVersion}-${part}.parquet`;
    const key = `bronze/${rows.table}/${partition}=${day}/${name}`;
    ready.push({ key, bytes: writeParquet(lines, columns) });
    if (ready.length >= PARALLEL_PUTS) await send();
    written[day] = part + 1;
  }
  await send();
  return written;
}

/**
 * Writes a file's accepted and rejected rows as Parquet objects, whose keys and bytes follow from the
 * file, the gate, the mapping and `stamp` alone.
 * @returns counts of rows and records, and the number of objects by table and day
 * @throws FileFault when the whole file cannot be loaded: then nothing was written
 */
export async function loadFile(request: LoadRequest): Promise<Loaded> {
  const { folder, limits, recipe } = request;
  const { contract } = recipe;
  const accepted: Output = {
    rows: new DayRows(folder, contract.table, limits),
    partition: partitionColumn(contract),
    columns: bronzeColumns(contract),
  };
  const rejected: Output = {
    rows: new DayRows(folder, QUARANTINE, limits),
    partition: 'arrival_date',
    columns: quarantineColumns(),
  };
  const counts = await judgeAll(request, accepted.rows, rejected.rows);
  const parts = {
    [contract.table]: await writeParts(request, accepted),
    [QUARANTINE]: await writeParts(request, rejected),
  };
  return { ...counts, received: counts.accepted + counts.rejected, parts };
}
