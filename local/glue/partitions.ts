import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { object, objects, optionalText, text, texts } from '../server/json';
import type { Operation } from '../server/service';
import type { Catalog, StoredPartition, StoredTable } from './catalog';
import { notFound, partitionKey } from './catalog';
import { pageOf } from './pages';
import { requireTable } from './tables';

/** Most entries of one batch call. */
const MOST = { create: 100, update: 100, delete: 25 } as const;

const PARTITION_INPUT = [
  'Values',
  'LastAccessTime',
  'StorageDescriptor',
  'Parameters',
  'LastAnalyzedTime',
];

interface EntryError {
  readonly code: string;
  readonly message: string;
}

/**
 * GetPartition(s) and the batch calls. A batch answers 200 with the entries that failed in its body: nothing
 * rolls back, as in Glue.
 * @param now epoch seconds
 */
export function partitionOperations(
  catalog: Catalog,
  account: string,
  now: () => number,
): Readonly<Record<string, Operation>> {
  const named = (input: JsonObject): StoredTable =>
    requireTable(catalog, text(input, 'DatabaseName'), text(input, 'TableName'));
  const shown = (table: StoredTable, partition: StoredPartition): object => ({
    ...partition.input,
    Values: partition.values,
    DatabaseName: table.database,
    TableName: table.name,
    CreationTime: partition.createdAt,
    CatalogId: account,
  });
  const batch = (table: StoredTable, entries: readonly Entry[]): readonly object[] => {
    const put = new Map<string, StoredPartition>();
    const errors: object[] = [];
    for (const entry of entries) {
      const failure = entry.failure ?? shapeError(table, entry.values);
      if (failure === undefined && entry.input !== undefined) {
        const partition = { values: entry.values, input: entry.input, createdAt: now() };
        put.set(partitionKey(entry.values), partition);
      } else if (failure !== undefined) errors.push(errorOf(entry, failure));
    }
    catalog.changePartitions(table, [...put.values()]);
    return errors;
  };

  return {
    GetPartition: (input) => {
      const table = named(input);
      const values = texts(input, 'PartitionValues');
      const partition = catalog.partitions(table).get(partitionKey(values));
      if (partition === undefined) throw notFound('Cannot find partition.');
      return { Partition: shown(table, partition) };
    },
    GetPartitions: (input) => {
      const table = named(input);
      refuseExpression(input);
      const all = [...catalog.partitions(table).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      const { page, ...rest } = pageOf(all, input, 1000);
      return { Partitions: page.map(([, partition]) => shown(table, partition)), ...rest };
    },
    BatchCreatePartition: (input) => {
      const table = named(input);
      const given = limited(objects(input, 'PartitionInputList'), MOST.create);
      const seen = new Set(catalog.partitions(table).keys());
      const entries = given.map((partition): Entry => {
        const values = texts(partition, 'Values');
        const key = partitionKey(values);
        const taken = seen.has(key);
        seen.add(key);
        return {
          values,
          input: partitionInput(partition),
          ...(taken && {
            failure: { code: 'AlreadyExistsException', message: 'Partition already exists.' },
          }),
        };
      });
      return { Errors: batch(table, entries) };
    },
    BatchUpdatePartition: (input) => {
      const table = named(input);
      const known = catalog.partitions(table);
      const entries = limited(objects(input, 'Entries'), MOST.update).map((entry): Entry => {
        const values = texts(entry, 'PartitionValueList');
        const given = partitionInput(object(entry, 'PartitionInput'));
        const moved = partitionKey(texts(given, 'Values')) !== partitionKey(values);
        const failure = !known.has(partitionKey(values))
          ? { code: 'EntityNotFoundException', message: 'Partition not found.' }
          : moved
            ? {
                code: 'InvalidInputException',
                message: 'the laptop does not change the values of a partition',
              }
            : undefined;
        return { values, input: given, list: 'PartitionValueList', ...(failure && { failure }) };
      });
      return { Errors: batch(table, entries) };
    },
    BatchDeletePartition: (input) => {
      const table = named(input);
      const known = catalog.partitions(table);
      const given = limited(objects(input, 'PartitionsToDelete'), MOST.delete);
      const entries = given.map((entry): Entry => {
        const values = texts(entry, 'Values');
        const failure = { code: 'EntityNotFoundException', message: 'Partition not found.' };
        return { values, ...(!known.has(partitionKey(values)) && { failure }) };
      });
      const drop = entries.filter(({ failure }) => failure === undefined);
      catalog.changePartitions(
        table,
        [],
        drop.map(({ values }) => partitionKey(values)),
      );
      const failed = entries.flatMap((entry) =>
        entry.failure === undefined ? [] : [errorOf(entry, entry.failure)],
      );
      return { Errors: failed };
    },
  };
}

interface Entry {
  readonly values: readonly string[];
  readonly input?: JsonObject;
  readonly failure?: EntryError;
  /** Name of the values in an error: it differs between the calls. */
  readonly list?: 'PartitionValueList';
}

const errorOf = (
  { values, list = 'PartitionValues' as const }: EntryOf,
  failure: EntryError,
): object => ({
  [list]: values,
  ErrorDetail: { ErrorCode: failure.code, ErrorMessage: failure.message },
});
interface EntryOf {
  readonly values: readonly string[];
  readonly list?: 'PartitionValues' | 'PartitionValueList';
}

function shapeError(table: StoredTable, values: readonly string[]): EntryError | undefined {
  const keys = table.input['PartitionKeys'];
  const wanted = Array.isArray(keys) ? keys.length : 0;
  if (values.length === wanted) return undefined;
  const message = 'The number of partition keys do not match the number of partition values';
  return { code: 'InvalidInputException', message };
}

function partitionInput(input: JsonObject): JsonObject {
  const unknown = Object.keys(input).find((key) => !PARTITION_INPUT.includes(key));
  if (unknown === undefined) return input;
  throw new AwsError('InvalidInputException', `PartitionInput has no member ${unknown}`);
}

function limited<T>(entries: readonly T[], most: number): readonly T[] {
  if (entries.length <= most) return entries;
  throw new AwsError('InvalidInputException', `a batch holds at most ${most} partitions`);
}

function refuseExpression(input: JsonObject): void {
  const expression = optionalText(input, 'Expression');
  if (expression === undefined || expression.trim() === '') return;
  throw new AwsError(
    'InvalidInputException',
    'the laptop does not filter GetPartitions by Expression: read all pages, or query by Athena',
  );
}
