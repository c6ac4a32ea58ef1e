import type { Machine } from './definition';
import { StateFailure, Stopped } from './failure';
import type { World } from './frame';
import type { Thread } from './history';
import { runGraph } from './interpreter';
import type { Json } from './json';
import { Scope } from './scope';
import type { ExecutionRecord, Status } from './store';
import { messageOf } from './template';

export interface DeployedMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** As in the template. */
  readonly definition: string;
  readonly machine: Machine;
}

interface Work {
  readonly deployed: DeployedMachine;
  readonly record: ExecutionRecord;
  readonly input: Json;
  readonly controller: AbortController;
  readonly world: World;
  readonly thread: Thread;
}
export interface Ending {
  readonly details: Pick<ExecutionRecord, 'status' | 'output' | 'error' | 'cause'>;
  /** What broke when it was the interpreter and not the machine. */
  readonly broke?: string;
}

/** Runs an execution to its end, whatever that is. */
export async function execute(work: Work): Promise<Ending> {
  const { deployed, record, input, controller, world, thread } = work;
  const { graph, timeoutSeconds } = deployed.machine;
  const timer = timeLimit(timeoutSeconds, controller);
  let ending: Ending;
  try {
    thread.record('ExecutionStarted', { input: record.input, roleArn: deployed.roleArn });
    const context = contextOf(deployed, record, input);
    const { signal } = controller;
    const frame = { world, graph, scope: new Scope(), signal, thread, context };
    const run = (): Promise<Json> => runGraph(frame, input);
    const output = JSON.stringify(await (world.withRole?.(deployed.roleArn, run) ?? run()));
    ending = { details: { status: 'SUCCEEDED', output } };
  } catch (error) {
    ending = endingOf(error);
  } finally {
    clearTimeout(timer);
  }
  const { status, ...details } = ending.details;
  thread.record(EVENTS[status], details);
  return ending;
}

function endingOf(error: unknown): Ending {
  if (error instanceof StopRequest) return { details: { status: 'ABORTED', ...error.details } };
  if (error instanceof StateFailure) {
    const status = error === timeOut ? 'TIMED_OUT' : 'FAILED';
    return { details: { status, error: error.error, cause: error.cause } };
  }
  const cause = messageOf(error);
  return { details: { status: 'FAILED', error: 'States.Runtime', cause }, broke: cause };
}

export class StopRequest extends Stopped {
  constructor(readonly details: { readonly error?: string; readonly cause?: string }) {
    super('the execution was stopped');
  }
}

const EVENTS: Readonly<Record<Status, string>> = {
  RUNNING: 'ExecutionStarted',
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** One object, so that the end of the whole execution differs from the timeout of a task. */
const timeOut = new StateFailure('States.Timeout', 'the execution ran longer than TimeoutSeconds');
function timeLimit(seconds: number | undefined, controller: AbortController) {
  if (seconds === undefined) return undefined;
  const ms = Math.min(seconds * 1000, 2 ** 31 - 1);
  return setTimeout(() => controller.abort(timeOut), ms);
}

function contextOf(deployed: DeployedMachine, record: ExecutionRecord, input: Json) {
  return {
    Execution: {
      Id: record.arn,
      Input: input,
      Name: record.name,
      RoleArn: deployed.roleArn,
      StartTime: new Date(record.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: deployed.arn, Name: deployed.name },
  };
}
