import { note } from '../access/caller';
import { called, milliseconds, textOf } from './calls';
import { StateFailure } from './failure';
import type { Integration } from './integration';
import { parseJson } from './json';
import type { Json, JsonObject } from './json';

export interface Child {
  readonly executionArn: string;
  /** Epoch seconds. */
  readonly startDate: number;
  /** DescribeExecution at the end, instants in seconds. */
  finished(): Promise<JsonObject>;
  stop(): Promise<void>;
}
export type StartChild = (machineArn: string, input: Json, name: string | undefined) => Child;

/**
 * `states:startExecution.sync:2`: waits for the child and gives its output as JSON. Stopping the
 * parent stops the child.
 */
export const childExecution = (start: StartChild): Integration => ({
  resourceType: 'states',
  resource: 'startExecution.sync:2',
  required: ['StateMachineArn'],
  optional: ['Input', 'Name'],
  async run(args, { signal, submitted }) {
    const { Input: input = {}, Name: name } = args;
    const machine = textOf(args, 'StateMachineArn');
    note('states:StartExecution', machine);
    const child = await called('StepFunctions', () =>
      start(machine, input, typeof name === 'string' ? name : undefined),
    );
    submitted({ ExecutionArn: child.executionArn, StartDate: milliseconds(child.startDate) });
    const stop = (): void => void child.stop();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    note('states:DescribeExecution', child.executionArn);
    const described = asTaskResult(await child.finished());
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (described['Status'] === 'SUCCEEDED') return described;
    throw new StateFailure('States.TaskFailed', JSON.stringify(described));
  },
});

/** `executionArn` → `ExecutionArn`; Input and Output as JSON instead of text. */
function asTaskResult(described: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(described).map(([key, value]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      convert(key, value),
    ]),
  );
}
function convert(key: string, value: Json | undefined): Json | undefined {
  if (typeof value === 'number' && key.endsWith('Date')) return milliseconds(value);
  if (typeof value !== 'string' || (key !== 'input' && key !== 'output')) return value;
  return parseJson(value);
}
