import type { Glue } from '@aws-sdk/client-glue';

export interface NewPartition {
  readonly database: string;
  readonly table: string;
  readonly value: string;
  /** `s3://…/` */
  readonly location: string;
}

/**
 * Registers a partition with the storage of its table; one that is there stays as it is.
 * @throws Error with what Glue answered
 */
export async function registerPartition(
  glue: Pick<Glue, 'batchCreatePartition' | 'getTable'>,
  { database, table, value, location }: NewPartition,
): Promise<void> {
  const { Table } = await glue.getTable({ DatabaseName: database, Name: table });
  const { Errors = [] } = await glue.batchCreatePartition({
    DatabaseName: database,
    TableName: table,
    PartitionInputList: [
      { Values: [value], StorageDescriptor: { ...Table?.StorageDescriptor, Location: location } },
    ],
  });
  const [fault] = Errors.map(({ ErrorDetail }) => ErrorDetail).filter(
    (detail) => detail?.ErrorCode !== 'AlreadyExistsException',
  );
  if (fault !== undefined) {
    throw new Error(`${database}.${table} ${value}: ${fault.ErrorCode}: ${fault.ErrorMessage}`);
  }
}
