import type { Glue, PartitionError, PartitionInput } from '@aws-sdk/client-glue';
import type { Model } from '../models/model';
import { partitionInput } from './table-input';

export type GluePartitions = Pick<
  Glue,
  'getPartitions' | 'batchCreatePartition' | 'batchUpdatePartition' | 'batchDeletePartition'
>;
/** Glue's limits of one call. */
const PUT_AT_ONCE = 100;
const DELETE_AT_ONCE = 25;

/** Entries of a batch call that Glue did not carry out. The call itself succeeds. */
export class CatalogEntriesError extends Error {
  override readonly name = 'CatalogEntriesError';
}

/** What registering takes: the storage of a partition is its table's. */
export type PartitionRegistry = Pick<Glue, 'batchCreatePartition' | 'getTable'>;
export interface ArrivalTable {
  readonly database: 'bronze' | 'ops';
  readonly table: string;
}

/**
 * Makes partitions of a table visible to queries, each in the folder that its value names below the table's own
 * location. One that exists stays as it is.
 * @throws CatalogEntriesError for an entry that Glue did not carry out, Error when the table is not deployed
 */
export async function registerPartitions(
  glue: PartitionRegistry,
  { database, table }: ArrivalTable,
  values: readonly string[],
): Promise<void> {
  const name = `${database}.${table}`;
  const { Table } = await glue.getTable({ DatabaseName: database, Name: table });
  const storage = Table?.StorageDescriptor;
  const column = Table?.PartitionKeys?.[0]?.Name;
  if (storage?.Location === undefined || column === undefined) {
    throw new Error(`${name} has no location or no partition: deploy the catalog stack first`);
  }
  const folder = storage.Location.replace(/\/$/, '');
  const inputs = values.map((value) => ({
    Values: [value],
    StorageDescriptor: { ...storage, Location: `${folder}/${column}=${value}/` },
  }));
  for (const batch of chunks(inputs, PUT_AT_ONCE)) {
    const { Errors } = await glue.batchCreatePartition({
      DatabaseName: database,
      TableName: table,
      PartitionInputList: batch,
    });
    refuse(name, Errors, 'AlreadyExistsException');
  }
}

/** Makes each slice's partition point at its location, whether or not it existed. */
export async function putPartitions(
  glue: GluePartitions,
  model: Model,
  slices: readonly { readonly slice: string; readonly location: string }[],
): Promise<void> {
  const table = { DatabaseName: model.layer, TableName: model.table };
  const inputs = slices.map(({ slice, location }) => partitionInput(model, slice, location));
  for (const batch of chunks(inputs, PUT_AT_ONCE)) {
    const created = await glue.batchCreatePartition({ ...table, PartitionInputList: batch });
    const existing = refuse(model.name, created.Errors, 'AlreadyExistsException');
    const updates = batch.filter(({ Values }) => existing.has(nameOf(Values)));
    if (updates.length === 0) continue;
    const updated = await glue.batchUpdatePartition({
      ...table,
      Entries: updates.map((input: PartitionInput) => ({
        PartitionValueList: input.Values,
        PartitionInput: input,
      })),
    });
    const errors = updated.Errors?.map(({ PartitionValueList, ErrorDetail }) => ({
      PartitionValues: PartitionValueList,
      ErrorDetail,
    }));
    refuse(model.name, errors);
  }
}

/** Removes partitions; one that is not there is no error. */
export async function dropPartitions(
  glue: GluePartitions,
  model: Model,
  slices: readonly string[],
): Promise<void> {
  for (const batch of chunks(slices, DELETE_AT_ONCE)) {
    const { Errors } = await glue.batchDeletePartition({
      DatabaseName: model.layer,
      TableName: model.table,
      PartitionsToDelete: batch.map((slice) => ({ Values: [slice] })),
    });
    refuse(model.name, Errors, 'EntityNotFoundException');
  }
}

/** Locations of all partitions by slice, page after page. */
export async function partitionLocations(
  glue: GluePartitions,
  model: Model,
): Promise<ReadonlyMap<string, string>> {
  const locations = new Map<string, string>();
  let from: string | undefined;
  do {
    const page = await glue.getPartitions({
      DatabaseName: model.layer,
      TableName: model.table,
      NextToken: from,
    });
    for (const { Values, StorageDescriptor } of page.Partitions ?? []) {
      locations.set(nameOf(Values), StorageDescriptor?.Location ?? '');
    }
    from = page.NextToken;
  } while (from !== undefined);
  return locations;
}

const nameOf = (values: readonly string[] | undefined): string => values?.[0] ?? '';

/**
 * Reads every entry's error.
 * @returns the slices whose error is the expected one
 * @throws CatalogEntriesError for any other
 */
function refuse(
  table: string,
  errors: readonly PartitionError[] = [],
  expected?: string,
): ReadonlySet<string> {
  const others = errors.filter(({ ErrorDetail }) => ErrorDetail?.ErrorCode !== expected);
  if (others.length > 0) {
    const shown = others
      .slice(0, 3)
      .map(
        ({ PartitionValues, ErrorDetail }) =>
          `${nameOf(PartitionValues)} ${ErrorDetail?.ErrorCode}`,
      );
    throw new CatalogEntriesError(
      `${table}: ${others.length} partitions were not written: ${shown.join(', ')}`,
    );
  }
  return new Set(errors.map(({ PartitionValues }) => nameOf(PartitionValues)));
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, position) =>
    items.slice(position * size, (position + 1) * size),
  );
