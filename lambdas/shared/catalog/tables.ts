import type { Glue, Table, TableInput } from '@aws-sdk/client-glue';
import type { Model } from '../models/model';
import { tableInput } from './table-input';

export type GlueTables = Pick<Glue, 'getTable' | 'createTable' | 'updateTable' | 'deleteTable'>;

const TRIES = 8;
/** Somebody else changed or made the table between our reading and our writing. */
const LOST_RACES = [
  'ConcurrentModificationException',
  'VersionMismatchException',
  'AlreadyExistsException',
  'EntityNotFoundException',
];
const isNamed = (error: unknown, names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/**
 * Makes the catalogue's table what the model says, pointing at a location, by compare-and-set: a
 * version that changed since it was read refuses the write, and everything is read again.
 * @param locationOf asked anew for every try: the ledger may have moved on
 */
export async function putTable(
  glue: GlueTables,
  model: Model,
  locationOf: () => Promise<string>,
): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const table = await findTable(glue, model.layer, model.table);
    const input = tableInput(model, await locationOf());
    if (table !== undefined && isSame(table, input)) return;
    try {
      await write(glue, model.layer, input, table);
      return;
    } catch (error) {
      if (!isNamed(error, LOST_RACES)) throw error;
    }
  }
  throw new Error(
    `${model.name}: another writer changed the table ${TRIES} times in a row: run again`,
  );
}

async function write(
  glue: GlueTables,
  database: string,
  input: TableInput,
  table: Table | undefined,
): Promise<void> {
  if (table === undefined) {
    await glue.createTable({ DatabaseName: database, TableInput: input });
    return;
  }
  await glue.updateTable({
    DatabaseName: database,
    TableInput: input,
    // without it the last writer wins silently
    VersionId: table.VersionId,
    // Glue keeps 100,000 versions a table; the ledger has the history
    SkipArchive: true,
  });
}

export async function findTable(
  glue: GlueTables,
  database: string,
  name: string,
): Promise<Table | undefined> {
  try {
    return (await glue.getTable({ DatabaseName: database, Name: name })).Table;
  } catch (error) {
    if (isNamed(error, ['EntityNotFoundException'])) return undefined;
    throw error;
  }
}

/** The fingerprint covers columns and slices; the rest of the input is made from the model's header. */
const isSame = (table: Table, input: TableInput): boolean =>
  table.StorageDescriptor?.Location === input.StorageDescriptor?.Location &&
  table.Parameters?.fingerprint === input.Parameters?.fingerprint &&
  table.Description === input.Description;

/** Drops a table of `staging`; its objects stay. One that is not there is no error. */
export async function dropStagingTable(glue: GlueTables, name: string): Promise<void> {
  try {
    await glue.deleteTable({ DatabaseName: 'staging', Name: name });
  } catch (error) {
    if (!isNamed(error, ['EntityNotFoundException'])) throw error;
  }
}
