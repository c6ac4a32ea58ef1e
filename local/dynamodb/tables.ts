import type { Resource } from '../assembly/resources';
import type { JsonObject } from '../server/json';

/** Members of the template's table that CreateTable takes; streams, backups and encryption have no meaning here. */
const MEMBERS = [
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
] as const;

export function createTableInput({ name, properties }: Resource): JsonObject {
  const given = MEMBERS.flatMap((member) =>
    properties[member] === undefined ? [] : [[member, properties[member]] as const],
  );
  const isOnDemand = properties.BillingMode === 'PAY_PER_REQUEST';
  return {
    TableName: name,
    ...Object.fromEntries(given),
    ...(isOnDemand && { BillingMode: 'PAY_PER_REQUEST' }),
  };
}
