import { buildTableDefinition } from '../../../lib/constructs/machines/build-table';
import { medallionDefinition } from '../../../lib/constructs/machines/medallion';
import { StateFailure } from '../../../local/step-functions/failure';
import { History } from '../../../local/step-functions/history';
import type { Integration } from '../../../local/step-functions/integration';
import { runGraph } from '../../../local/step-functions/interpreter';
import type { Json, JsonObject } from '../../../local/step-functions/json';
import { parseMachine } from '../../../local/step-functions/parse';
import { Scope } from '../../../local/step-functions/scope';
import type { TestLake } from './lake';

/** The process died: nothing catches it, nothing after it happens. */
export class Killed extends Error {}

export interface Ended {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** Names of the states of `medallion` itself that were entered. */
  readonly states: readonly string[];
}
export interface RunOptions {
  readonly execution?: string;
  readonly startedAt?: string;
  /** Called before and after every task of both machines; may throw `Killed`. */
  readonly at?: (moment: string) => void;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const plain = (value: unknown): Json => {
  const text = JSON.stringify(value) ?? 'null';
  const json: unknown = JSON.parse(text);
  return json as Json;
};

/** Runs the real definitions of both machines in the laptop's interpreter, over a test lake. */
export async function runMedallion(
  lake: TestLake,
  input: unknown,
  {
    execution = `arn:execution:${Math.random()}`,
    startedAt,
    at = () => undefined,
  }: RunOptions = {},
): Promise<Ended> {
  const states: string[] = [];
  const tasks = integrationsOf(lake, at);
  const context = {
    Execution: { Id: execution, Input: plain(input), StartTime: startedAt ?? lake.now() },
  };
  lake.alive.add(execution);
  try {
    const definition = medallionDefinition({
      planRun: 'plan-run',
      reportRun: 'report-run',
      buildTable: 'build-table',
      longestSeconds: 7200,
    });
    const output = await run(definition, plain(input), { tasks, context, states });
    return { status: 'SUCCEEDED', output, states };
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    return { status: 'FAILED', output: undefined, error: error.error, cause: error.cause, states };
  } finally {
    lake.alive.delete(execution);
  }
}

interface Running {
  readonly tasks: ReadonlyMap<string, Integration>;
  readonly context: JsonObject;
  readonly states: string[];
}

async function run(definition: object, input: Json, { tasks, context, states }: Running) {
  const { graph } = parseMachine(plain(definition), tasks);
  const history = new History(
    (event) => {
      const name = event.type.endsWith('StateEntered')
        ? event['stateEnteredEventDetails']?.['name']
        : undefined;
      if (typeof name === 'string') states.push(name);
    },
    () => Date.now(),
  );
  const world = {
    tasks,
    region: 'us-east-1',
    now: () => Date.now(),
    random: () => 0,
    sleep: async () => undefined,
  };
  const { signal } = new AbortController();
  const frame = { world, graph, scope: new Scope(), signal, thread: history.thread(), context };
  return runGraph(frame, input);
}

function integrationsOf(
  lake: TestLake,
  at: (moment: string) => void,
): ReadonlyMap<string, Integration> {
  const tasks = new Map<string, Integration>();
  const add = (
    resource: string,
    required: readonly string[],
    optional: readonly string[],
    act: (args: JsonObject) => Promise<unknown>,
  ): void => {
    const name = `arn:aws:states:::${resource}`;
    const runTask = async (args: JsonObject): Promise<Json> => plain(await act(args));
    tasks.set(name, { resourceType: resource, resource, required, optional, run: runTask });
  };
  add('lambda:invoke', ['FunctionName'], ['Payload'], async (args) => {
    const name = textOf(args['FunctionName']);
    const payload = args['Payload'];
    const moment = `${name} ${JSON.stringify(payload)}`;
    at(`before ${moment}`);
    const answer = await asLambda(() => lake.functions[name]?.(payload));
    at(`after ${moment}`);
    return { Payload: plain(answer) };
  });
  const query = ['ClientRequestToken', 'QueryExecutionContext', 'WorkGroup'];
  add('athena:startQueryExecution.sync', ['QueryString'], query, async (args) => {
    const sql = textOf(args['QueryString']);
    at(`before ${sql}`);
    const id = await asTask(() => lake.query(sql));
    at(`after ${sql}`);
    return { QueryExecution: { QueryExecutionId: id } };
  });
  add('states:startExecution.sync:2', ['StateMachineArn'], ['Input', 'Name'], async (args) => {
    const definition = buildTableDefinition({
      renderBuild: 'render-build',
      judgeBuild: 'judge-build',
      publishSlices: 'publish-slices',
    });
    const context = { Execution: { Id: 'child' } };
    const output = await run(definition, args['Input'] ?? {}, { tasks, context, states: [] });
    return { Output: output };
  });
  return tasks;
}

async function asLambda(call: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Killed || !(error instanceof Error)) throw error;
    const payload = { errorType: error.name, errorMessage: error.message };
    throw new StateFailure(error.name, JSON.stringify(payload));
  }
}

async function asTask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Killed || !(error instanceof Error)) throw error;
    throw new StateFailure(error.name, error.message);
  }
}
