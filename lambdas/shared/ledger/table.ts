import type { DynamoDB, QueryCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { type Attributes, type Plain, fromAttributes, toAttributes } from './attributes';
import { Fields } from './fields';

/** The calls the ledger makes: single items, and reads of several. */
export type Dynamo = Pick<
  DynamoDB,
  'getItem' | 'putItem' | 'updateItem' | 'deleteItem' | 'query' | 'batchGetItem'
>;
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: { readonly [name: string]: Plain };
}
export interface Change extends Condition {
  readonly update: string;
  /** Members of a string set, by placeholder; for ADD and DELETE. */
  readonly sets?: Readonly<Record<string, readonly string[]>>;
}

/** DynamoDB reads at most 100 keys in one call. */
const KEYS_PER_READ = 100;

/** One DynamoDB table with string keys `pk` and `sk`; reads are consistent, writes touch one item. */
export class Table {
  constructor(
    private readonly client: () => Promise<Dynamo>,
    private readonly name: string,
  ) {}

  async get(key: ItemKey): Promise<Fields | undefined> {
    const client = await this.client();
    const { Item } = await client.getItem({
      TableName: this.name,
      Key: toAttributes({ ...key }),
      ConsistentRead: true,
    });
    return Item && fieldsOf(Item);
  }

  /** @returns whether the condition held and the item was written */
  async put(
    key: ItemKey,
    item: { readonly [name: string]: Plain | undefined },
    condition?: Condition,
  ): Promise<boolean> {
    const client = await this.client();
    return held(
      client.putItem({
        TableName: this.name,
        Item: toAttributes({ ...item, ...key }),
        ...expressionOf(condition),
      }),
    );
  }

  /** @returns whether the condition held and the item was changed */
  async update(key: ItemKey, { update, sets = {}, ...condition }: Change): Promise<boolean> {
    const client = await this.client();
    const { ExpressionAttributeValues, ...rest } = expressionOf(condition);
    const values: Attributes = { ...ExpressionAttributeValues };
    for (const [name, members] of Object.entries(sets)) values[name] = { SS: [...members] };
    return held(
      client.updateItem({
        TableName: this.name,
        Key: toAttributes({ ...key }),
        UpdateExpression: update,
        ...rest,
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    );
  }

  async remove(key: ItemKey): Promise<void> {
    const client = await this.client();
    await client.deleteItem({ TableName: this.name, Key: toAttributes({ ...key }) });
  }

  /** All items of one `pk`, in the order of `sk`, page after page. */
  async query(pk: string, options: Partial<QueryCommandInput> = {}): Promise<readonly Fields[]> {
    const client = await this.client();
    const found: Fields[] = [];
    let from: Attributes | undefined;
    do {
      const page = await client.query({
        TableName: this.name,
        KeyConditionExpression: 'pk = :pk',
        ConsistentRead: true,
        ...options,
        ExpressionAttributeValues: { ':pk': { S: pk }, ...options.ExpressionAttributeValues },
        ExclusiveStartKey: from,
      });
      found.push(...(page.Items ?? []).map(fieldsOf));
      from = options.Limit === undefined ? page.LastEvaluatedKey : undefined;
    } while (from !== undefined);
    return found;
  }

  /** The items that exist of `keys`, in no order. Keys that DynamoDB leaves unread are asked for again. */
  async batchGet(keys: readonly ItemKey[]): Promise<readonly Fields[]> {
    const client = await this.client();
    const found: Fields[] = [];
    let waiting: Attributes[] = keys.map((key) => toAttributes({ ...key }));
    for (let idle = 0; waiting.length > 0;) {
      const asked = waiting.slice(0, KEYS_PER_READ);
      const answer = await client.batchGetItem({
        RequestItems: { [this.name]: { Keys: asked, ConsistentRead: true } },
      });
      const unread = answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
      found.push(...(answer.Responses?.[this.name] ?? []).map(fieldsOf));
      waiting = [...waiting.slice(KEYS_PER_READ), ...unread];
      idle = unread.length === asked.length ? idle + 1 : 0;
      if (idle > 0) await pause(idle);
    }
    return found;
  }
}

const fieldsOf = (attributes: Attributes): Fields => new Fields(fromAttributes(attributes));

type Expression = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
function expressionOf(condition: Condition | undefined): Expression {
  if (condition === undefined) return {};
  return {
    ...(condition.expression !== '' && { ConditionExpression: condition.expression }),
    ...(condition.names && { ExpressionAttributeNames: { ...condition.names } }),
    ...(condition.values && { ExpressionAttributeValues: toAttributes(condition.values) }),
  };
}

async function held(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** Nothing was read: the table is throttled. 20 tries are about 40 s. */
async function pause(idle: number): Promise<void> {
  if (idle > 20) throw new Error('the ledger did not answer a batch read in 20 tries: throttled');
  await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** idle, 3_000)));
}
