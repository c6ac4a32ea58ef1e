import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeContext } from '../server/service';
import { called, milliseconds, textOf } from './calls';
import { StateFailure } from './failure';
import type { Integration } from './integration';
import { isObject, parseJson } from './json';
import type { Json, JsonObject } from './json';

/** Between two looks at a query, in milliseconds: most take little. */
const FIRST_LOOK = 2;
const LONGEST_LOOK = 50;

/** `athena:startQueryExecution.sync`: waits for the end of the query, and stops it when stopped. */
export const athenaQuery = (ctx: RuntimeContext): Integration => ({
  resourceType: 'athena',
  resource: 'startQueryExecution.sync',
  required: ['QueryString'],
  optional: [
    'ClientRequestToken',
    'ExecutionParameters',
    'QueryExecutionContext',
    'ResultConfiguration',
    'WorkGroup',
  ],
  async run(args, { signal, submitted }) {
    const started = await athena(ctx, 'StartQueryExecution', args);
    const id = { QueryExecutionId: textOf(started, 'QueryExecutionId') };
    submitted(id);
    for (let pause = FIRST_LOOK; ; pause = Math.min(pause * 2, LONGEST_LOOK)) {
      if (signal.aborted) await athena(ctx, 'StopQueryExecution', id);
      signal.throwIfAborted();
      const answer = instantsInMs(await athena(ctx, 'GetQueryExecution', id));
      const state = stateOf(answer);
      if (state === 'SUCCEEDED') return answer;
      if (state === 'FAILED' || state === 'CANCELLED') {
        throw new StateFailure('States.TaskFailed', JSON.stringify(answer));
      }
      await sleep(pause);
    }
  },
});

async function athena(ctx: RuntimeContext, name: string, input: JsonObject): Promise<JsonObject> {
  const operation = ctx.services.get('athena')?.operations[name];
  if (operation === undefined) {
    throw new StateFailure('States.Runtime', `the laptop runtime has no athena ${name}`);
  }
  const answer = await called('Athena', () => operation(input));
  // through JSON, as over the wire: Date and undefined members must not leak into the state
  const json = parseJson(JSON.stringify(answer));
  return isJsonObject(json) ? json : {};
}

function stateOf(answer: JsonObject): unknown {
  const query = answer['QueryExecution'];
  const status = isObject(query) ? query['Status'] : undefined;
  return isObject(status) ? status['State'] : undefined;
}

function instantsInMs(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, convert(key, member)]),
  );
}
function convert(key: string, member: Json | undefined): Json | undefined {
  if (typeof member === 'number' && key.endsWith('DateTime')) return milliseconds(member);
  return isJsonObject(member) ? instantsInMs(member) : member;
}
const isJsonObject = (value: unknown): value is JsonObject => isObject(value);
