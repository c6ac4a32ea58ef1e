import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { optionalText, text, texts } from '../server/json';
import type { Operation } from '../server/service';
import type { Catalog, StoredPartition, StoredTable } from './catalog';
import { notFound, partitionKey } from './catalog';
import { pageOf } from './pages';
import { partitionBatches } from './partition-batches';
import { requireTable } from './tables';

/**
 * GetPartition(s) and the batch calls.
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
  return {
    ...partitionBatches(catalog, named, now),
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
  };
}

function refuseExpression(input: JsonObject): void {
  const expression = optionalText(input, 'Expression');
  if (expression === undefined || expression.trim() === '') return;
  throw new AwsError(
    'InvalidInputException',
    'the laptop does not filter GetPartitions by Expression: read all pages, or query by Athena',
  );
}
