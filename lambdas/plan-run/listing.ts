import type { FileItem } from '../shared/ledger/items';
import { eachLimited } from '../shared/each-limited';
import type { Objects, StoredObject } from '../shared/objects';
import type { Inputs } from '../shared/plans/plan';
import type { DaysRead } from './reads';

/** One list call answers 1,000 keys: beyond this many days one list of the dataset costs less. */
const DAYS_LISTED_SINGLY = 100;
const PARALLEL_LISTS = 16;

export interface Bronze {
  readonly lake: Objects;
  /** Partition column of a bronze dataset. */
  readonly partitionOf: (dataset: string) => string;
  /** Claims of the files of a dataset. */
  readonly filesOf: (dataset: string) => Promise<readonly FileItem[]>;
  /** Datasets whose files may have written into a dataset. */
  readonly sourcesOf: (dataset: string) => readonly string[];
}

/**
 * The objects of the wanted days. Objects of a file whose claim has not finished are not seen: the
 * rest of that file may still be on its way.
 */
export async function listDays(bronze: Bronze, wanted: DaysRead): Promise<Inputs> {
  const listed: Record<string, Record<string, readonly StoredObject[]>> = {};
  for (const [dataset, days] of Object.entries(wanted)) {
    if (days.length === 0) continue;
    const byDay = await listDataset(bronze, dataset, days);
    const isFinished = await finishedFiles(bronze, dataset, [...byDay.values()].flat());
    listed[dataset] = Object.fromEntries(
      days.map((day) => [day, (byDay.get(day) ?? []).filter(isFinished)]),
    );
  }
  return listed;
}

async function listDataset(bronze: Bronze, dataset: string, days: readonly string[]) {
  const prefixOf = (day: string): string =>
    `bronze/${dataset}/${bronze.partitionOf(dataset)}=${day}/`;
  if (days.length > DAYS_LISTED_SINGLY) {
    return byPartition(await bronze.lake.list(`bronze/${dataset}/`));
  }
  const lists = await eachLimited(days, PARALLEL_LISTS, (day) => bronze.lake.list(prefixOf(day)));
  return new Map(days.map((day, position) => [day, lists[position] ?? []]));
}

function byPartition(objects: readonly StoredObject[]): Map<string, readonly StoredObject[]> {
  const byDay = new Map<string, StoredObject[]>();
  for (const object of objects) {
    const day = /^bronze\/[^/]+\/[^/=]+=([^/]+)\//.exec(object.key)?.[1];
    if (day === undefined) continue;
    const sameDay = byDay.get(day);
    if (sameDay) sameDay.push(object);
    else byDay.set(day, [object]);
  }
  return byDay;
}

/** `file=<first 12 of sha256>-<gate version>-<part>.parquet` */
const FILE_OBJECT = /\/file=([0-9a-f]{12})-(.+)-\d+\.parquet$/;

async function finishedFiles(
  bronze: Bronze,
  dataset: string,
  objects: readonly StoredObject[],
): Promise<(object: StoredObject) => boolean> {
  if (!objects.some(({ key }) => FILE_OBJECT.test(key))) return () => true;
  const claims = await Promise.all(bronze.sourcesOf(dataset).map(bronze.filesOf));
  const finished = new Set(
    claims
      .flat()
      .filter(({ status }) => status === 'finished')
      .map(({ sha256, gateVersion }) => `${sha256.slice(0, 12)} ${gateVersion}`),
  );
  return ({ key }) => {
    const file = FILE_OBJECT.exec(key);
    return file === null || finished.has(`${file[1]} ${file[2]}`);
  };
}

/** The listing of a run: a day is listed once, so that every level reads the same objects. */
export class InputsBook {
  private listed: Record<string, Record<string, readonly StoredObject[]>> = {};

  constructor(
    private readonly bronze: Bronze,
    before: Inputs = {},
  ) {
    this.add(before);
  }

  get inputs(): Inputs {
    return this.listed;
  }

  async need(wanted: DaysRead): Promise<Inputs> {
    const missing = Object.entries(wanted).map(([dataset, days]) => {
      const known = this.listed[dataset] ?? {};
      return [dataset, days.filter((day) => known[day] === undefined)] as const;
    });
    this.add(await listDays(this.bronze, Object.fromEntries(missing)));
    return this.listed;
  }

  private add(inputs: Inputs): void {
    for (const [dataset, days] of Object.entries(inputs)) {
      this.listed[dataset] = { ...this.listed[dataset], ...days };
    }
  }
}
