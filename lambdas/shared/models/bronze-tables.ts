import type { Contract } from '../contracts/contract';
import { bronzeColumns, partitionColumn, quarantineColumns, type Column } from '../derive/columns';
import { OPS_PARTITION, OPS_TABLES } from './ops-tables';

export interface BronzeTable {
  /** Column names and Athena types, the partition column last. */
  readonly columns: readonly { readonly name: string; readonly type: 'varchar' | 'bigint' }[];
  readonly partition: string;
}

const table = (columns: readonly Column[], partition: string): BronzeTable => ({
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

/** The tables whose objects a run lists before it reads them, by full name. */
export const pinnedTables = (
  contracts: Readonly<Record<string, Contract>>,
): ReadonlyMap<string, BronzeTable> =>
  new Map([
    ...[...bronzeTables(contracts)].map(([name, one]): [string, BronzeTable] => [
      `bronze.${name}`,
      one,
    ]),
    ...Object.entries(OPS_TABLES).map(([name, { columns }]): [string, BronzeTable] => [
      `ops.${name}`,
      table(columns, OPS_PARTITION),
    ]),
  ]);
