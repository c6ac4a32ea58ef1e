import type { Dynamo } from '../../lambdas/shared/ledger/table';
import { Table } from '../../lambdas/shared/ledger/table';

type Item = Record<string, object>;
type Values = Record<string, { S?: string; N?: string }>;

const keyOf = (item: Record<string, { S?: string }>): string =>
  `${item.pk?.S ?? ''}|${item.sk?.S ?? ''}`;
const failedCondition = (): Error =>
  Object.assign(new Error('the conditional request failed'), {
    name: 'ConditionalCheckFailedException',
  });

/** The conditions that the watcher writes, and no other. */
function holds(condition: string | undefined, item: Item | undefined, values: Values): boolean {
  const same = (name: string, value: string): boolean =>
    JSON.stringify(item?.[name]) === JSON.stringify(values[value]);
  switch (condition) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return item === undefined;
    case 'attribute_exists(pk)':
      return item !== undefined;
    case '#version = :seen':
      return same('version', ':seen');
    case 'attribute_not_exists(pk) OR alert = :mine':
      return item === undefined || same('alert', ':mine');
    default:
      throw new Error(`condition ${condition} is new to this test`);
  }
}

/** DynamoDB as far as the watcher calls it; `before` may throw in the place of any call. */
export function memoryTable(before: (call: string, key: string) => void = () => undefined) {
  const items = new Map<string, Item>();
  const client = {
    getItem: async ({ Key }: { Key: Record<string, { S?: string }> }) => {
      before('getItem', keyOf(Key));
      return { Item: items.get(keyOf(Key)) };
    },
    putItem: async (input: {
      Item: Record<string, { S?: string }>;
      ConditionExpression?: string;
      ExpressionAttributeValues?: Values;
    }) => {
      const key = keyOf(input.Item);
      before('putItem', key);
      const { ConditionExpression: condition, ExpressionAttributeValues: values = {} } = input;
      if (!holds(condition, items.get(key), values)) throw failedCondition();
      items.set(key, input.Item);
      return {};
    },
    updateItem: async (input: {
      Key: Record<string, { S?: string }>;
      ExpressionAttributeValues?: Record<string, object>;
    }) => {
      const key = keyOf(input.Key);
      before('updateItem', key);
      const item = items.get(key);
      if (item === undefined) throw failedCondition();
      items.set(key, { ...item, outcome: input.ExpressionAttributeValues?.[':outcome'] ?? {} });
      return {};
    },
    batchGetItem: async (input: {
      RequestItems: Record<string, { Keys: Record<string, { S?: string }>[] }>;
    }) => {
      const [[name, { Keys }] = ['', { Keys: [] }]] = Object.entries(input.RequestItems);
      before('batchGetItem', Keys.map(keyOf).join(' '));
      const found = Keys.flatMap((key) => items.get(keyOf(key)) ?? []);
      return { Responses: { [name]: found } };
    },
    query: () => Promise.reject(new Error('the watcher queries nothing here')),
  };
  return { items, table: new Table(async () => client as unknown as Dynamo, 'profile') };
}
