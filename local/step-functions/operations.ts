import { AwsError } from '../server/errors';
import { optionalText, text } from '../server/json';
import type { Operation } from '../server/service';
import { describe, summary } from './answers';
import type { DeployedMachine } from './execute';
import type { Executions } from './executions';
import { parseJson } from './json';
import type { Json, JsonObject } from './json';
import { page } from './page';
import { PAYLOAD_BYTES } from './scope';
import type { ExecutionRecord, ExecutionStore } from './store';

export interface Served {
  readonly operations: Readonly<Record<string, Operation>>;
  start(machineArn: string, input: Json, name?: string): ExecutionRecord;
}

/** Up to 80 characters; no spaces, brackets, wildcards or other special ones. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

/** The calls of the Step Functions API that are served. */
export function operations(
  machines: () => ReadonlyMap<string, DeployedMachine>,
  executions: Executions,
  store: ExecutionStore,
): Served {
  const known = { machines, executions };
  return {
    start: (arn, input, name) => start(known, arn, { input, text: JSON.stringify(input), name }),
    operations: {
      StartExecution: (input) => startExecution(known, input),
      DescribeExecution: (input) => describe(execution(known, input)),
      ListExecutions: (input) => list(machine(known, text(input, 'stateMachineArn')), known, input),
      async StopExecution(input) {
        const given = [optionalText(input, 'error'), optionalText(input, 'cause')];
        const record = await executions.stop(execution(known, input), ...given);
        return { stopDate: (record.stoppedAt ?? record.startedAt) / 1000 };
      },
      GetExecutionHistory: (input) => history(store, execution(known, input), input),
      DescribeStateMachine: (input) =>
        describeMachine(machine(known, text(input, 'stateMachineArn'))),
      ListStateMachines: () => ({ stateMachines: [...machines().values()].map(machineEntry) }),
    },
  };
}

interface Known {
  readonly machines: () => ReadonlyMap<string, DeployedMachine>;
  readonly executions: Executions;
}

function machine({ machines }: Known, arn: string): DeployedMachine {
  const found = machines().get(arn);
  if (found) return found;
  throw new AwsError('StateMachineDoesNotExist', `state machine does not exist: "${arn}"`);
}

function execution({ executions }: Known, input: JsonObject): ExecutionRecord {
  const arn = text(input, 'executionArn');
  const found = executions.get(arn);
  if (found) return found;
  throw new AwsError('ExecutionDoesNotExist', `execution does not exist: "${arn}"`);
}

function startExecution(known: Known, input: JsonObject): JsonObject {
  const given = optionalText(input, 'input') ?? '{}';
  const record = start(known, text(input, 'stateMachineArn'), {
    input: parseInput(given),
    text: given,
    name: optionalText(input, 'name'),
  });
  return { executionArn: record.arn, startDate: record.startedAt / 1000 };
}

interface Start {
  readonly input: Json;
  readonly text: string;
  readonly name: string | undefined;
}
function start(known: Known, arn: string, { input, text, name }: Start): ExecutionRecord {
  if (name !== undefined && !NAME.test(name)) {
    throw new AwsError('InvalidName', `invalid execution name: "${name}"`);
  }
  return known.executions.start(machine(known, arn), input, text, name);
}

function parseInput(given: string): Json {
  if (Buffer.byteLength(given) > PAYLOAD_BYTES) {
    throw new AwsError('InvalidExecutionInput', `the input has more than ${PAYLOAD_BYTES} bytes`);
  }
  try {
    return parseJson(given);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'the input is not JSON');
  }
}

function list(machine: DeployedMachine, { executions }: Known, input: JsonObject): JsonObject {
  const status = optionalText(input, 'statusFilter');
  const all = executions
    .of(machine.arn)
    .filter((record) => status === undefined || record.status === status);
  const { items, nextToken } = page(all, (record) => record.arn, input);
  return { executions: items.map(summary), nextToken };
}

function history(store: ExecutionStore, record: ExecutionRecord, input: JsonObject): JsonObject {
  const events = [...store.history(record)];
  if (input['reverseOrder'] === true) events.reverse();
  const { items, nextToken } = page(events, (event) => String(event.id), input);
  return { events: items.map((event): JsonObject => ({ ...event })), nextToken };
}

const machineEntry = ({ arn, name }: DeployedMachine): JsonObject => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: 0,
});

const describeMachine = (deployed: DeployedMachine): JsonObject => ({
  ...machineEntry(deployed),
  status: 'ACTIVE',
  definition: deployed.definition,
  roleArn: deployed.roleArn,
});
