import type { Glue, PartitionInput, StorageDescriptor } from '@aws-sdk/client-glue';
import type { Contract } from './contracts/contract';

export type PartitionClient = Pick<Glue, 'getTable' | 'batchCreatePartition'>;
export interface DayPartition {
  /** Bronze table. */
  readonly table: string;
  readonly day: string;
}

/** Glue takes at most 100 partitions in one call. */
const PARTITIONS_PER_CALL = 100;

/** Makes days of bronze tables visible to queries; registering one again changes nothing. */
export interface Partitions {
  register(days: readonly DayPartition[]): Promise<void>;
}

async function storageOf(glue: PartitionClient, table: string): Promise<StorageDescriptor> {
  const { Table } = await glue.getTable({ DatabaseName: 'bronze', Name: table });
  const storage = Table?.StorageDescriptor;
  if (storage?.Location === undefined) {
    throw new Error(`bronze.${table} has no location: deploy the catalog stack first`);
  }
  return storage;
}

const folderOf = (location: string, column: string, day: string): string =>
  `${location.replace(/\/$/, '')}/${column}=${day}/`;

/** Partition column of a bronze table; quarantine is by arrival. */
export const partitionColumnOf = (
  table: string,
  contracts: Readonly<Record<string, Contract>>,
): Contract['partition'] => contracts[table]?.partition ?? 'arrival_date';

export const bronzePartitions = (
  client: () => Promise<PartitionClient>,
  contracts: Readonly<Record<string, Contract>>,
): Partitions => ({
  async register(days) {
    const glue = await client();
    for (const table of new Set(days.map((partition) => partition.table))) {
      const storage = await storageOf(glue, table);
      const inputs = days
        .filter((partition) => partition.table === table)
        .map(({ day }) => ({
          Values: [day],
          StorageDescriptor: {
            ...storage,
            Location: folderOf(storage.Location ?? '', partitionColumnOf(table, contracts), day),
          },
        }));
      for (let at = 0; at < inputs.length; at += PARTITIONS_PER_CALL) {
        await create(glue, table, inputs.slice(at, at + PARTITIONS_PER_CALL));
      }
    }
  },
});

/** Each entry answers for itself: one that exists is what we want, any other fault is a fault. */
async function create(
  glue: PartitionClient,
  table: string,
  inputs: PartitionInput[],
): Promise<void> {
  const { Errors = [] } = await glue.batchCreatePartition({
    DatabaseName: 'bronze',
    TableName: table,
    PartitionInputList: inputs,
  });
  const failed = Errors.filter(
    ({ ErrorDetail }) => ErrorDetail?.ErrorCode !== 'AlreadyExistsException',
  );
  const [first] = failed;
  if (first === undefined) return;
  throw new Error(
    `${failed.length} partitions of bronze.${table} could not be registered, first ` +
      `${first.PartitionValues?.join('/') ?? ''}: ${first.ErrorDetail?.ErrorCode ?? 'no code'}`,
  );
}
