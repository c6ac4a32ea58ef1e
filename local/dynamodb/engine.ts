import { existsSync, mkdirSync } from 'node:fs';
import batchGetItem from 'dynalite/actions/batchGetItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import updateItem from 'dynalite/actions/updateItem.js';
import { create, type Store } from 'dynalite/db/index.js';
import * as forBatchGetItem from 'dynalite/validations/batchGetItem.js';
import * as forCreateTable from 'dynalite/validations/createTable.js';
import * as forDeleteItem from 'dynalite/validations/deleteItem.js';
import * as forDescribeTable from 'dynalite/validations/describeTable.js';
import * as forGetItem from 'dynalite/validations/getItem.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import * as forPutItem from 'dynalite/validations/putItem.js';
import * as forQuery from 'dynalite/validations/query.js';
import * as forUpdateItem from 'dynalite/validations/updateItem.js';
import { AwsError } from '../server/errors';
import { isObject, type JsonObject } from '../server/json';
import { withKnownTables } from './known-tables';
import { withValueBatches } from './value-batches';

const CALLS = {
  BatchGetItem: [batchGetItem, forBatchGetItem],
  CreateTable: [createTable, forCreateTable],
  DeleteItem: [deleteItem, forDeleteItem],
  DescribeTable: [describeTable, forDescribeTable],
  GetItem: [getItem, forGetItem],
  PutItem: [putItem, forPutItem],
  Query: [query, forQuery],
  UpdateItem: [updateItem, forUpdateItem],
} as const;
export type DynamoCall = keyof typeof CALLS;
const ON_TABLES: readonly DynamoCall[] = ['CreateTable', 'DescribeTable'];

/** dynalite's rules over a LevelDB folder: what was answered survives a killed process. */
export class DynamoEngine {
  private readonly store: Store;
  private readonly items: Store;

  constructor(dir: string) {
    if (!existsSync(dir)) mkdirSync(dir, { recursive: true });
    this.store = create({ path: dir, createTableMs: 0 });
    withValueBatches(this.store);
    this.items = withKnownTables(this.store);
  }

  /** @throws AwsError with DynamoDB's code, e.g. ConditionalCheckFailedException */
  async call(name: DynamoCall, input: JsonObject): Promise<object> {
    const [action, { types, custom }] = CALLS[name];
    const store = ON_TABLES.includes(name) ? this.store : this.items;
    try {
      const data = checkTypes({ ...input }, types);
      checkValidations(data, types, custom, this.store);
      return await new Promise<object>((resolve, reject) => {
        action(store, data, (error, answer) => (error ? reject(error) : resolve(answer)));
      });
    } catch (error) {
      throw asDynamoError(error);
    }
  }

  /** Makes the table unless it is there. A process that died while it was made leaves it in state CREATING. */
  async ensureTable(input: JsonObject): Promise<void> {
    const name = String(input.TableName);
    const existing = await this.call('DescribeTable', { TableName: name }).catch(ifMissing);
    const table: unknown = existing && 'Table' in existing ? existing.Table : undefined;
    if (!isObject(table)) {
      await this.call('CreateTable', input);
    } else if (table.TableStatus !== 'ACTIVE') {
      await new Promise<void>((resolve, reject) => {
        const active = { ...table, TableStatus: 'ACTIVE' };
        this.store.tableDb.put(name, active, (error) => (error ? reject(error) : resolve()));
      });
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.store.db.close((error) => (error ? reject(error) : resolve()));
    });
  }
}

const ifMissing = (error: unknown): undefined => {
  if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
  throw error;
};

/** dynalite throws errors with an HTTP status and a body `{__type, message}`. */
function asDynamoError(error: unknown): unknown {
  if (!(error instanceof Error) || !('body' in error) || !isObject(error.body)) return error;
  const type = String(error.body.__type);
  const message = error.body.message ?? error.body.Message ?? '';
  return new AwsError(type.split('#').at(-1) ?? type, String(message), 400, {}, { cause: error });
}
