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
    const existing = refuse(model, created.Errors, 'AlreadyExistsException');
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
    refuse(model, errors);
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
    refuse(model, Errors, 'EntityNotFoundException');
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
  model: Model,
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
      `${model.name}: ${others.length} partitions were not written: ${shown.join(', ')}`,
    );
  }
  return new Set(errors.map(({ PartitionValues }) => nameOf(PartitionValues)));
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, position) =>
    items.slice(position * size, (position + 1) * size),
  );
