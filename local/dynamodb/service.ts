import { join } from 'node:path';
import type { RuntimeContext, Service } from '../server/service';
import { type DynamoCall, DynamoEngine } from './engine';
import { createTableInput } from './tables';

/** Calls of the ledger; tables come from the template, so that nobody else makes or drops one. */
const SERVED: readonly DynamoCall[] = [
  'GetItem',
  'BatchGetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
];

export function createDynamo(ctx: RuntimeContext): Service {
  const engine = new DynamoEngine(join(ctx.dataDir, 'dynamodb'));
  return {
    name: 'dynamodb',
    target: 'DynamoDB_20120810',
    operations: Object.fromEntries(
      SERVED.map((name) => [name, (input) => engine.call(name, input)]),
    ),
    start: async () => {
      for (const table of ctx.resources.ofType('AWS::DynamoDB::Table')) {
        await engine.ensureTable(createTableInput(table));
      }
    },
    stop: () => engine.close(),
  };
}
