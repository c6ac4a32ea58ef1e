import type { SliceItem } from '../ledger/items';
import type { Slices } from '../ledger/slices';
import { type Model, WHOLE_TABLE_SLICE } from '../models/model';
import {
  dropPartitions,
  type GluePartitions,
  partitionLocations,
  putPartitions,
} from './partitions';
import { tableFolder } from './table-input';
import { type GlueTables, putTable } from './tables';

export interface Catalog {
  readonly glue: () => Promise<GluePartitions & GlueTables>;
  readonly slices: Pick<Slices, 'of' | 'some'>;
  /** Bucket of the lake. */
  readonly bucket: string;
}
type Published = ReadonlyMap<string, SliceItem>;
const TRIES = 5;

/**
 * Makes Glue say of the given slices what the ledger says, and looks again: whoever writes last sees
 * the youngest truth, so that an overtaken run cannot leave its location behind.
 */
export async function followLedger(
  catalog: Catalog,
  model: Model,
  slices: readonly string[],
): Promise<void> {
  let applied = await publishedOf(catalog, model, slices);
  for (let tried = 0; tried < TRIES; tried += 1) {
    await apply(catalog, model, applied);
    const now = await publishedOf(catalog, model, slices);
    if (isSame(applied, now)) return;
    applied = now;
  }
  throw new Error(`${model.name}: the ledger changed ${TRIES} times while Glue followed it`);
}

/** Makes Glue have a sliced table as the model says it; what is in it stays. */
export const showTable = async (
  { glue, bucket }: Pick<Catalog, 'glue' | 'bucket'>,
  model: Model,
): Promise<void> => putTable(await glue(), model, async () => tableFolder(bucket, model));

/**
 * Makes Glue agree with the ledger for all slices of a table; partitions the ledger does not know go.
 * A sliced table without any slice is there too, and empty; a whole one is made by its first build.
 */
export async function repairTable(catalog: Catalog, model: Model): Promise<void> {
  const states = await catalog.slices.of(model.name);
  const known = [...states.values()].filter(({ published }) => published !== undefined);
  if (model.slice.by === 'none') {
    if (known.length > 0) await followLedger(catalog, model, [WHOLE_TABLE_SLICE]);
    return;
  }
  await showTable(catalog, model);
  const glue = await catalog.glue();
  const locations = await partitionLocations(glue, model);
  const wrong = known
    .filter(({ slice, published }) => locations.get(slice) !== locationOf(published))
    .map(({ slice }) => slice);
  if (wrong.length > 0) await followLedger(catalog, model, wrong);
  const unknown = [...locations.keys()].filter((slice) => !states.get(slice)?.published);
  await dropPartitions(glue, model, unknown);
}

/** An empty slice has no partition: there is nothing to read. */
const locationOf = (published: SliceItem | undefined): string | undefined =>
  published !== undefined && published.rows > 0 ? published.location : undefined;

async function publishedOf(
  { slices }: Catalog,
  model: Model,
  names: readonly string[],
): Promise<Published> {
  const states = await slices.some(model.name, names);
  return new Map(
    [...states].flatMap(([slice, { published }]): [string, SliceItem][] =>
      published === undefined ? [] : [[slice, published]],
    ),
  );
}

const isSame = (a: Published, b: Published): boolean =>
  a.size === b.size && [...a].every(([slice, { location }]) => b.get(slice)?.location === location);

async function apply(catalog: Catalog, model: Model, published: Published): Promise<void> {
  if (model.slice.by === 'none') return applyWhole(catalog, model);
  await showTable(catalog, model);
  const glue = await catalog.glue();
  const full = [...published.values()].filter(({ rows }) => rows > 0);
  const empty = [...published.values()].filter(({ rows }) => rows === 0);
  await putPartitions(glue, model, full);
  await dropPartitions(
    glue,
    model,
    empty.map(({ slice }) => slice),
  );
}

async function applyWhole(catalog: Catalog, model: Model): Promise<void> {
  await putTable(await catalog.glue(), model, async () => {
    const published = await publishedOf(catalog, model, [WHOLE_TABLE_SLICE]);
    const item = published.get(WHOLE_TABLE_SLICE);
    if (item === undefined) throw new Error(`${model.name} is not in the ledger`);
    return item.location;
  });
}
