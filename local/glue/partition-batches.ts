import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { object, objects, texts } from '../server/json';
import type { Operation } from '../server/service';
import type { Catalog, StoredPartition, StoredTable } from './catalog';
import { partitionKey } from './catalog';

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
 * The batch calls. A batch answers 200 with the entries that failed in its body: nothing rolls back, as in Glue.
 * @param named finds the call's table
 * @param now epoch seconds
 */
export function partitionBatches(
  catalog: Catalog,
  named: (input: JsonObject) => StoredTable,
  now: () => number,
): Readonly<Record<string, Operation>> {
  const put = (table: StoredTable, entries: readonly Entry[]): { Errors: readonly object[] } => {
    const judged = entries.map((entry) => ({
      ...entry,
      failure: entry.failure ?? shapeError(table, entry.values),
    }));
    const partitions = new Map<string, StoredPartition>();
    for (const { values, input, failure } of judged) {
      if (failure !== undefined || input === undefined) continue;
      partitions.set(partitionKey(values), { values, input, createdAt: now() });
    }
    catalog.changePartitions(table, [...partitions.values()]);
    return { Errors: errorsOf(judged) };
  };
  return {
    BatchCreatePartition: (input) => {
      const table = named(input);
      const given = limited(objects(input, 'PartitionInputList'), MOST.create);
      return put(table, created(given, catalog.partitions(table)));
    },
    BatchUpdatePartition: (input) => {
      const table = named(input);
      const given = limited(objects(input, 'Entries'), MOST.update);
      return put(table, updated(given, catalog.partitions(table)));
    },
    BatchDeletePartition: (input) => {
      const table = named(input);
      const known = catalog.partitions(table);
      const given = limited(objects(input, 'PartitionsToDelete'), MOST.delete);
      const entries = given.map((entry): Entry => {
        const values = texts(entry, 'Values');
        return { values, failure: known.has(partitionKey(values)) ? undefined : NOT_FOUND };
      });
      const drop = entries.filter(({ failure }) => failure === undefined);
      const keys = drop.map(({ values }) => partitionKey(values));
      catalog.changePartitions(table, [], keys);
      return { Errors: errorsOf(entries) };
    },
  };
}

type Known = ReadonlyMap<string, StoredPartition>;
const NOT_FOUND = { code: 'EntityNotFoundException', message: 'Partition not found.' };
const EXISTS = { code: 'AlreadyExistsException', message: 'Partition already exists.' };
const MOVED = {
  code: 'InvalidInputException',
  message: 'the laptop does not change the values of a partition',
};

function created(given: readonly JsonObject[], known: Known): readonly Entry[] {
  const seen = new Set(known.keys());
  return given.map((partition) => {
    const values = texts(partition, 'Values');
    const key = partitionKey(values);
    const failure = seen.has(key) ? EXISTS : undefined;
    seen.add(key);
    return { values, input: partitionInput(partition), failure };
  });
}

const updated = (given: readonly JsonObject[], known: Known): readonly Entry[] =>
  given.map((entry) => {
    const values = texts(entry, 'PartitionValueList');
    const key = partitionKey(values);
    const input = partitionInput(object(entry, 'PartitionInput'));
    const moved = partitionKey(texts(input, 'Values')) !== key;
    const failure = !known.has(key) ? NOT_FOUND : moved ? MOVED : undefined;
    return { values, input, failure, list: 'PartitionValueList' };
  });

interface Entry {
  readonly values: readonly string[];
  readonly input?: JsonObject;
  readonly failure: EntryError | undefined;
  /** Name of the values in an error: it differs between the calls. */
  readonly list?: 'PartitionValueList';
}

const errorsOf = (entries: readonly Entry[]): readonly object[] =>
  entries.flatMap(({ values, failure, list = 'PartitionValues' }) =>
    failure === undefined
      ? []
      : [
          {
            [list]: values,
            ErrorDetail: { ErrorCode: failure.code, ErrorMessage: failure.message },
          },
        ],
  );

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
