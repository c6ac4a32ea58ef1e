import { expect } from 'vitest';
import { contracts } from '../../../lambdas/shared/contracts';
import {
  bronzeColumns,
  deliveryColumns,
  partitionColumn,
  quarantineColumns,
} from '../../../lambdas/shared/derive/columns';
import { OPS_TABLES } from '../../../lambdas/shared/models/ops-tables';
import { at, listOf, ofType, text, type Templates, type Value, word } from '../templates';
import type { Checks } from './check';

type Pair = readonly [string, string];
interface GlueTable {
  readonly database: string;
  readonly columns: readonly Pair[];
  readonly partitions: readonly Pair[];
  readonly input: Value | undefined;
}

const pairs = (columns: Value | undefined): readonly Pair[] =>
  listOf(columns).map((column) => [word(at(column, 'Name')), word(at(column, 'Type'))]);
const namesAndTypes = (columns: readonly { name: string; type: string }[]): readonly Pair[] =>
  columns.map(({ name, type }) => [name, type]);

function tablesOf(lake: Templates): ReadonlyMap<string, GlueTable> {
  return new Map(
    ofType(lake, 'AWS::Glue::Table').map(({ Properties }) => {
      const input = Properties.TableInput;
      const table: GlueTable = {
        database: word(Properties.DatabaseName),
        columns: pairs(at(input, 'StorageDescriptor', 'Columns')),
        partitions: pairs(at(input, 'PartitionKeys')),
        input,
      };
      return [`${table.database}.${word(at(input, 'Name'))}`, table];
    }),
  );
}

export const catalogChecks: Checks = {
  'has the columns of each contract, in order'(lake) {
    const tables = tablesOf(lake);
    expect(Object.keys(contracts).length).toBeGreaterThanOrEqual(6);
    for (const contract of Object.values(contracts)) {
      const table = tables.get(`bronze.${contract.table}`);
      expect(table?.columns, contract.table).toEqual(namesAndTypes(bronzeColumns(contract)));
      expect(table?.partitions, contract.table).toEqual([[partitionColumn(contract), 'string']]);
    }
    expect(tables.get('bronze.quarantine')?.columns).toEqual(namesAndTypes(quarantineColumns()));
    expect(tables.get('bronze.quarantine')?.partitions).toEqual([['arrival_date', 'string']]);
  },

  'has one table per stream and version that Firehose converts by, without partitions'(lake) {
    const tables = tablesOf(lake);
    for (const { contract: name } of lake.config.streams) {
      const contract = contracts[name];
      if (contract === undefined) throw new Error(`no contract ${name}`);
      const table = tables.get(`bronze.${contract.table}_delivery_v${contract.version}`);
      expect(table?.columns).toEqual(namesAndTypes(deliveryColumns(contract)));
      expect(table?.partitions).toEqual([]);
    }
  },

  'has what runs pin and say of themselves, and nothing that runs publish'(lake) {
    const tables = tablesOf(lake);
    expect(tables.get('ops.run_inputs')?.columns).toEqual([
      ['dataset', 'string'],
      ['day', 'string'],
      ['path', 'string'],
    ]);
    expect(tables.get('ops.run_inputs')?.partitions).toEqual([['run', 'string']]);
    for (const [name, { columns }] of Object.entries(OPS_TABLES)) {
      expect(tables.get(`ops.${name}`)?.columns, name).toEqual(namesAndTypes(columns));
      expect(tables.get(`ops.${name}`)?.partitions, name).toEqual([['run_date', 'string']]);
    }
    expect(tables.size).toBe(Object.keys(contracts).length + lake.config.streams.length + 4);
    expect([...new Set([...tables.values()].map(({ database }) => database))].sort()).toEqual([
      'bronze',
      'ops',
    ]);
  },

  'reads Parquet below the prefix that data is delivered to'(lake) {
    const tables = tablesOf(lake);
    for (const [name, { input }] of tables) {
      const [database, table] = name.split('.');
      expect(text(at(input, 'StorageDescriptor', 'Location')), name).toContain(
        `/${database}/${table}/`,
      );
      expect(text(at(input, 'StorageDescriptor', 'SerdeInfo')), name).toContain('ParquetHiveSerDe');
      expect(at(input, 'TableType'), name).toBe('EXTERNAL_TABLE');
      expect(at(input, 'Parameters'), name).toMatchObject({
        EXTERNAL: 'TRUE',
        classification: 'parquet',
      });
      expect(at(input, 'StorageDescriptor', 'SerdeInfo', 'Parameters'), name).toEqual({
        'serialization.format': '1',
      });
    }
  },

  'bounds what a statement scans, and lets only the pipeline choose where tables go'(lake) {
    const groups = ofType(lake, 'AWS::Athena::WorkGroup');

    const enforced = groups.map(({ Properties }) => {
      const configuration = Properties.WorkGroupConfiguration;
      expect(Number(at(configuration, 'BytesScannedCutoffPerQuery'))).toBeGreaterThan(10_000_000);
      expect(at(configuration, 'EngineVersion', 'SelectedEngineVersion')).toBe(
        'Athena engine version 3',
      );
      return [Properties.Name, at(configuration, 'EnforceWorkGroupConfiguration')];
    });

    expect(Object.fromEntries(enforced)).toEqual({
      'sluice-pipeline': false,
      'sluice-analysts': true,
      'sluice-engineers': true,
    });
  },
};
