import type { PartitionInput, Table, TableInput } from '@aws-sdk/client-glue';
import type { Catalog } from '../../../lambdas/shared/catalog/follow';
import type { PartitionRegistry } from '../../../lambdas/shared/catalog/partitions';

type Glue = Awaited<ReturnType<Catalog['glue']>> & PartitionRegistry;

/** A fault that carries the name by which AWS clients tell faults apart. */
export function awsFault(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

/** The catalogue's manners that publishing relies on: versions from "0", errors per entry, pages. */
export class FakeGlue {
  readonly tables = new Map<string, Table>(
    Object.entries({ run_inputs: 'run', check_results: 'run_date', publications: 'run_date' }).map(
      ([Name, key]) => [
        `ops.${Name}`,
        {
          Name,
          VersionId: '0',
          PartitionKeys: [{ Name: key }],
          StorageDescriptor: { Location: `s3://lake/ops/${Name}/` },
        },
      ],
    ),
  );
  readonly partitions = new Map<string, Map<string, PartitionInput>>();
  /** Called before every change; may throw, or change the catalogue first. */
  beforeChange: (operation: string) => void = () => undefined;
  calls: string[] = [];

  readonly client = async (): Promise<Glue> => this.operations as unknown as Glue;

  locationOf(database: string, name: string): string | undefined {
    return this.tables.get(`${database}.${name}`)?.StorageDescriptor?.Location;
  }

  partitionsOf(table: string): Record<string, string | undefined> {
    const partitions = [...(this.partitions.get(table) ?? [])].sort();
    return Object.fromEntries(
      partitions.map(([value, { StorageDescriptor }]) => [value, StorageDescriptor?.Location]),
    );
  }

  private readonly operations = {
    getTable: async ({ DatabaseName, Name }: { DatabaseName: string; Name: string }) => {
      const table = this.tables.get(`${DatabaseName}.${Name}`);
      if (table === undefined) throw awsFault('EntityNotFoundException');
      return { Table: { ...table } };
    },
    createTable: async (input: { DatabaseName: string; TableInput: TableInput }) => {
      this.change('createTable');
      const name = `${input.DatabaseName}.${input.TableInput.Name}`;
      if (this.tables.has(name)) throw awsFault('AlreadyExistsException');
      this.tables.set(name, { ...input.TableInput, Name: name, VersionId: '0' });
      return {};
    },
    updateTable: async (input: {
      DatabaseName: string;
      TableInput: TableInput;
      VersionId?: string;
      SkipArchive?: boolean;
    }) => {
      this.change(`updateTable skipArchive=${input.SkipArchive}`);
      const name = `${input.DatabaseName}.${input.TableInput.Name}`;
      const table = this.tables.get(name);
      if (table === undefined) throw awsFault('EntityNotFoundException');
      if (input.VersionId !== undefined && input.VersionId !== table.VersionId) {
        throw awsFault('ConcurrentModificationException');
      }
      const version = String(Number(table.VersionId) + 1);
      this.tables.set(name, { ...input.TableInput, Name: name, VersionId: version });
      return {};
    },
    deleteTable: async ({ DatabaseName, Name }: { DatabaseName: string; Name: string }) => {
      this.change('deleteTable');
      if (!this.tables.delete(`${DatabaseName}.${Name}`)) throw awsFault('EntityNotFoundException');
      return {};
    },
    getPartitions: async (input: {
      DatabaseName: string;
      TableName: string;
      NextToken?: string;
    }) => {
      const all = [...this.of(input).values()];
      const from = Number(input.NextToken ?? 0);
      const page = all.slice(from, from + 3);
      return {
        Partitions: page,
        ...(from + 3 < all.length && { NextToken: String(from + 3) }),
      };
    },
    batchCreatePartition: async (input: {
      DatabaseName: string;
      TableName: string;
      PartitionInputList: PartitionInput[];
    }) => {
      this.change(`batchCreatePartition ${input.PartitionInputList.length}`);
      return this.each(input, input.PartitionInputList, (partition) => partition, false);
    },
    batchUpdatePartition: async (input: {
      DatabaseName: string;
      TableName: string;
      Entries: { PartitionValueList: string[]; PartitionInput: PartitionInput }[];
    }) => {
      this.change(`batchUpdatePartition ${input.Entries.length}`);
      const inputs = input.Entries.map(({ PartitionInput }) => PartitionInput);
      const { Errors } = this.each(input, inputs, (partition) => partition, true);
      return {
        Errors: Errors.map(({ PartitionValues, ErrorDetail }) => ({
          PartitionValueList: PartitionValues,
          ErrorDetail,
        })),
      };
    },
    batchDeletePartition: async (input: {
      DatabaseName: string;
      TableName: string;
      PartitionsToDelete: { Values: string[] }[];
    }) => {
      this.change(`batchDeletePartition ${input.PartitionsToDelete.length}`);
      return this.each(input, input.PartitionsToDelete, () => undefined, true);
    },
  };

  private change(operation: string): void {
    this.calls.push(operation);
    this.beforeChange(operation);
  }

  private of({ DatabaseName, TableName }: { DatabaseName: string; TableName: string }) {
    const name = `${DatabaseName}.${TableName}`;
    const partitions = this.partitions.get(name) ?? new Map<string, PartitionInput>();
    this.partitions.set(name, partitions);
    return partitions;
  }

  private each<T extends { Values?: string[] }>(
    place: { DatabaseName: string; TableName: string },
    inputs: readonly T[],
    write: (input: T) => PartitionInput | undefined,
    mustExist: boolean,
  ) {
    const partitions = this.of(place);
    const Errors: { PartitionValues: string[]; ErrorDetail: { ErrorCode: string } }[] = [];
    for (const input of inputs) {
      const [value = ''] = input.Values ?? [];
      if (partitions.has(value) !== mustExist) {
        const ErrorCode = mustExist ? 'EntityNotFoundException' : 'AlreadyExistsException';
        Errors.push({ PartitionValues: [value], ErrorDetail: { ErrorCode } });
        continue;
      }
      const next = write(input);
      if (next === undefined) partitions.delete(value);
      else partitions.set(value, next);
    }
    return { Errors };
  }
}
