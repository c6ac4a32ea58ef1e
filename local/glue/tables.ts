import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { object, optionalText, text } from '../server/json';
import type { Operation } from '../server/service';
import type { Catalog, StoredTable } from './catalog';
import { notFound } from './catalog';
import { pageOf } from './pages';

/** Members of TableInput; UpdateTable replaces all of them. */
const TABLE_INPUT = [
  'Name',
  'Description',
  'Owner',
  'LastAccessTime',
  'LastAnalyzedTime',
  'Retention',
  'StorageDescriptor',
  'PartitionKeys',
  'ViewOriginalText',
  'ViewExpandedText',
  'TableType',
  'Parameters',
  'TargetTable',
  'ViewDefinition',
];

/** @throws AwsError InvalidInputException for a member that Glue's TableInput has not */
export function tableInput(input: JsonObject): JsonObject {
  const unknown = Object.keys(input).find((key) => !TABLE_INPUT.includes(key));
  if (unknown !== undefined) {
    throw new AwsError('InvalidInputException', `TableInput has no member ${unknown}`);
  }
  return { ...input, Name: text(input, 'Name').toLowerCase() };
}

/** @throws AwsError EntityNotFoundException */
export function requireTable(catalog: Catalog, database: string, name: string): StoredTable {
  if (catalog.database(database.toLowerCase()) === undefined) {
    throw notFound(`Database ${database} not found.`);
  }
  const table = catalog.findTable(database.toLowerCase(), name.toLowerCase());
  if (table === undefined) throw notFound(`Table ${name} not found.`);
  return table;
}

/**
 * GetTable(s), CreateTable, UpdateTable and DeleteTable. `VersionId` makes an update compare-and-set: versions
 * count up from "0".
 * @param now epoch seconds
 */
export function tableOperations(
  catalog: Catalog,
  account: string,
  now: () => number,
): Readonly<Record<string, Operation>> {
  const shown = (table: StoredTable): object => ({
    ...table.input,
    Name: table.name,
    DatabaseName: table.database,
    CreateTime: table.createdAt,
    UpdateTime: table.updatedAt,
    VersionId: String(table.version),
    CatalogId: account,
    IsRegisteredWithLakeFormation: false,
  });
  const named = (input: JsonObject): StoredTable =>
    requireTable(catalog, text(input, 'DatabaseName'), text(input, 'Name'));
  return {
    GetTable: (input) => ({ Table: shown(named(input)) }),
    GetTables: (input) => {
      const database = text(input, 'DatabaseName');
      if (catalog.database(database) === undefined)
        throw notFound(`Database ${database} not found.`);
      const pattern = new RegExp(`^(?:${optionalText(input, 'Expression') ?? '.*'})$`);
      const tables = catalog.tables(database).filter(({ name }) => pattern.test(name));
      const { page, ...rest } = pageOf(tables, input, 100);
      return { TableList: page.map(shown), ...rest };
    },
    CreateTable: (input) => {
      const database = text(input, 'DatabaseName').toLowerCase();
      const given = tableInput(object(input, 'TableInput'));
      if (catalog.database(database) === undefined)
        throw notFound(`Database ${database} not found.`);
      const name = text(given, 'Name');
      if (catalog.findTable(database, name) !== undefined) {
        throw new AwsError('AlreadyExistsException', 'Table already exists.');
      }
      const at = now();
      catalog.putTable({ database, name, input: given, version: 0, createdAt: at, updatedAt: at });
      return {};
    },
    UpdateTable: (input) => {
      const given = tableInput(object(input, 'TableInput'));
      const table = requireTable(catalog, text(input, 'DatabaseName'), text(given, 'Name'));
      refuseStale(table, optionalText(input, 'VersionId'));
      catalog.putTable({ ...table, input: given, version: table.version + 1, updatedAt: now() });
      return {};
    },
    DeleteTable: (input) => {
      catalog.dropTable(named(input));
      return {};
    },
  };
}

function refuseStale(table: StoredTable, version: string | undefined): void {
  if (version === undefined || version === String(table.version)) return;
  throw new AwsError(
    'ConcurrentModificationException',
    `Update table failed due to concurrent modifications: version ${version} is not the current one.`,
  );
}
