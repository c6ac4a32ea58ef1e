import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { optionalObject, optionalText, text, texts } from '../server/json';
import type { Execution, Executions } from './executions';
import type { Workgroup } from './workgroups';
import { outputOf } from './workgroups';

const MEMBERS = [
  'QueryString',
  'ClientRequestToken',
  'QueryExecutionContext',
  'ResultConfiguration',
  'WorkGroup',
  'ExecutionParameters',
];
/** Athena's limit, bytes. */
const LONGEST_STATEMENT = 262_144;
const SHORTEST_TOKEN = 32;

interface Surroundings {
  readonly executions: Executions;
  readonly workgroups: ReadonlyMap<string, Workgroup>;
  readonly launch: (execution: Execution) => void;
}

const refuse = (message: string): AwsError => new AwsError('InvalidRequestException', message);

/**
 * StartQueryExecution. The same token with the same members answers the execution that it started, even a failed
 * one; with others it is refused.
 */
export function startExecution(
  input: JsonObject,
  around: Surroundings,
): { QueryExecutionId: string } {
  const unknown = Object.keys(input).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined)
    throw refuse(`the laptop does not serve ${unknown} of StartQueryExecution`);
  const sql = text(input, 'QueryString');
  if (Buffer.byteLength(sql) > LONGEST_STATEMENT) {
    throw refuse(`queryString has more than ${LONGEST_STATEMENT} bytes`);
  }
  const token = optionalText(input, 'ClientRequestToken') ?? randomUUID();
  if (token.length < SHORTEST_TOKEN) {
    throw refuse(`clientRequestToken must have length greater than or equal to ${SHORTEST_TOKEN}`);
  }
  const name = optionalText(input, 'WorkGroup') ?? 'primary';
  const workgroup = around.workgroups.get(name);
  if (workgroup === undefined) throw refuse(`WorkGroup ${name} is not found.`);
  const request = requestOf(input);
  const known = around.executions.byToken(name, token);
  if (known !== undefined) {
    if (known.request !== request) throw refuse('Idempotent parameters do not match');
    return { QueryExecutionId: known.id };
  }
  const results = optionalObject(input, 'ResultConfiguration') ?? {};
  const database = optionalText(optionalObject(input, 'QueryExecutionContext') ?? {}, 'Database');
  const execution: Execution = {
    ...{ id: randomUUID(), token, request, sql, workgroup: name },
    ...(database !== undefined && { database: database.toLowerCase() }),
    parameters:
      input['ExecutionParameters'] === undefined ? [] : texts(input, 'ExecutionParameters'),
    place: outputOf(workgroup, optionalText(results, 'OutputLocation')),
    state: 'QUEUED',
    submittedAt: Date.now(),
  };
  around.executions.put(execution);
  around.launch(execution);
  return { QueryExecutionId: execution.id };
}

/** Names what was asked for, whatever the order of the members. */
function requestOf(input: JsonObject): string {
  const asked = MEMBERS.filter((member) => member !== 'ClientRequestToken').map((member) => [
    member,
    input[member] ?? null,
  ]);
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}
