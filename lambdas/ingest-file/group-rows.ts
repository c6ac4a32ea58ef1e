import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { AppendFiles } from './append-files';
import { FileFault } from './faults';
import type { Limits } from './limits';
import { textLines } from './lines';
import type { Row } from './rows';

export interface Grouping {
  /** Rows with the same key belong together; a row without one stays alone. */
  readonly keyOf: (row: Row) => string | undefined;
  /** Folder for rows that do not fit in memory. */
  readonly folder: string;
  readonly limits: Pick<Limits, 'groupRows' | 'groupInMemoryRows' | 'groupBuckets' | 'spoolBytes'>;
}
type Groups = Map<string, Row[]>;

function addTo(groups: Groups, key: string, row: Row, limit: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
  if ((group?.length ?? 0) > limit) {
    throw new FileFault(
      `more than ${limit} rows share one group_by value (row ${row.number} is one of them): ` +
        'group by the columns that identify a transaction',
    );
  }
}

const bucketOf = (key: string, buckets: number): string =>
  String(createHash('sha256').update(key).digest().readUInt32BE() % buckets);

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'number' in value && 'cells' in value;
}

async function* readBucket(path: string): AsyncGenerator<Row> {
  for await (const line of textLines(createReadStream(path))) {
    const row: unknown = JSON.parse(line);
    if (!isRow(row)) throw new Error(`the spilled rows of ${path} are not what was written`);
    yield row;
  }
}

/**
 * Puts rows that belong together into one list, whatever their order in the file, each list in file order.
 * Beyond `groupInMemoryRows` all rows go to hash files, which are then grouped one by one: memory stays
 * bounded, and the order of groups depends on the file alone.
 * @throws FileFault when one key has more than `groupRows` rows
 */
export async function* groupRows(
  rows: AsyncIterable<Row>,
  { keyOf, folder, limits }: Grouping,
): AsyncGenerator<readonly Row[]> {
  const groups: Groups = new Map();
  let files: AppendFiles | undefined;
  let held = 0;
  for await (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) {
      yield [row];
    } else if (files !== undefined) {
      files.append(bucketOf(key, limits.groupBuckets), JSON.stringify(row));
    } else {
      addTo(groups, key, row, limits.groupRows);
      held += 1;
      if (held > limits.groupInMemoryRows) files = spill(groups, folder, limits);
    }
  }
  yield* groups.values();
  for (const path of files?.finish().values() ?? []) {
    const bucket: Groups = new Map();
    for await (const row of readBucket(path)) {
      addTo(bucket, keyOf(row) ?? '', row, limits.groupRows);
    }
    yield* bucket.values();
  }
}

function spill(groups: Groups, folder: string, limits: Grouping['limits']): AppendFiles {
  const files = new AppendFiles(join(folder, 'groups'), limits.spoolBytes);
  for (const [key, rows] of groups) {
    for (const row of rows) files.append(bucketOf(key, limits.groupBuckets), JSON.stringify(row));
  }
  groups.clear();
  return files;
}
