import type { Contract } from '../contracts/contract';
import { bronzeColumns, partitionColumn, quarantineColumns } from '../derive/columns';

export interface BronzeTable {
  /** Column names and Athena types, the partition column last. */
  readonly columns: readonly { readonly name: string; readonly type: 'varchar' | 'bigint' }[];
  readonly partition: string;
}

type Columns = ReturnType<typeof bronzeColumns>;

const table = (columns: Columns, partition: string): BronzeTable => ({
  columns: [
    ...columns.map(({ name, type }) => ({
      name,
      type: type === 'string' ? ('varchar' as const) : type,
    })),
    { name: partition, type: 'varchar' },
  ],
  partition,
});

/** The bronze tables that models may read, by name: one per contract, and the quarantine. */
export const bronzeTables = (
  contracts: Readonly<Record<string, Contract>>,
): ReadonlyMap<string, BronzeTable> =>
  new Map([
    ...Object.entries(contracts).map(([name, contract]): [string, BronzeTable] => [
      name,
      table(bronzeColumns(contract), partitionColumn(contract)),
    ]),
    ['quarantine', table(quarantineColumns(), 'arrival_date')],
  ]);
