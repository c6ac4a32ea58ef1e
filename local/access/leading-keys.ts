import type { Resource, Resources } from '../assembly/resources';
import { isObject, type Json, type JsonObject, objects, optionalObject } from '../server/json';

/** Per table that a call of DynamoDB names: the partition keys of the items it touches, as IAM sees them. */
export function leadingKeys(
  input: JsonObject,
  resources: Resources,
): readonly (readonly [string, readonly string[]])[] {
  const { RequestItems: batch, TableName: table } = input;
  if (isObject(batch)) {
    return Object.entries(batch).flatMap(([name, request]) =>
      leadingKeys(
        { TableName: name, Keys: isObject(request) ? (request.Keys ?? []) : [] },
        resources,
      ),
    );
  }
  if (typeof table !== 'string') return [];
  const hash = hashKeyOf(resources.byName('AWS::DynamoDB::Table', table));
  const items = [
    input.Key,
    input.Item,
    ...(Array.isArray(input.Keys) ? (input.Keys as readonly Json[]) : []),
  ];
  const named = items.flatMap((item: Json | undefined) =>
    isObject(item) ? texts(item[hash]) : [],
  );
  return [[table, [...named, ...queried(input, hash)]]];
}

function hashKeyOf(table: Resource | undefined): string {
  const schema = table === undefined ? [] : objects(table.properties, 'KeySchema');
  return String(schema.find(({ KeyType: type }) => type === 'HASH')?.AttributeName ?? '');
}

/** The value that a key condition compares the partition key with. */
function queried(input: JsonObject, hash: string): readonly string[] {
  const { KeyConditionExpression: condition } = input;
  if (typeof condition !== 'string') return [];
  const names = optionalObject(input, 'ExpressionAttributeNames') ?? {};
  const values = optionalObject(input, 'ExpressionAttributeValues') ?? {};
  return [...condition.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)].flatMap(([, name = '', value = '']) =>
    (names[name] ?? name) === hash ? texts(values[value]) : [],
  );
}

const texts = (value: Json | undefined): readonly string[] =>
  isObject(value) && typeof value.S === 'string' ? [value.S] : [];
