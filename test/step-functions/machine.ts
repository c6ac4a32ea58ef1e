import type { Graph } from '../../local/step-functions/definition';
import type { World } from '../../local/step-functions/frame';
import { History } from '../../local/step-functions/history';
import type { HistoryEvent } from '../../local/step-functions/history';
import type { Call, Integration } from '../../local/step-functions/integration';
import { runGraph } from '../../local/step-functions/interpreter';
import type { Json, JsonObject } from '../../local/step-functions/json';
import { parseMachine } from '../../local/step-functions/parse';
import { Scope } from '../../local/step-functions/scope';

export const LAMBDA = 'arn:aws:states:::lambda:invoke';

/** Answers a call, or throws a StateFailure. */
export type Answer = (args: JsonObject, call: Call) => Json | Promise<Json>;

export const task = (answer: Answer): Integration => ({
  resourceType: 'lambda',
  resource: 'invoke',
  required: ['FunctionName'],
  optional: ['Payload'],
  run: async (args, call) => answer(args, call),
});

export interface Outcome {
  readonly output: Json;
  readonly events: readonly HistoryEvent[];
  /** Every sleep, in milliseconds. */
  readonly slept: readonly number[];
}
interface Options {
  readonly input?: Json;
  readonly answer?: Answer;
  readonly random?: () => number;
  readonly signal?: AbortSignal;
}

export const oneState = (state: JsonObject, more: JsonObject = {}): JsonObject => ({
  QueryLanguage: 'JSONata',
  StartAt: 'S',
  States: { S: state, ...more },
});

/** Runs a definition in no time: sleeps are noted, not slept. */
export async function run(definition: JsonObject, options: Options = {}): Promise<Outcome> {
  const tasks = new Map([[LAMBDA, task(options.answer ?? (() => ({ Payload: {} })))]]);
  const { graph } = parseMachine(definition, tasks);
  const events: HistoryEvent[] = [];
  const slept: number[] = [];
  const world: World = {
    tasks,
    region: 'us-east-1',
    now: () => 1_700_000_000_000,
    random: options.random ?? (() => 0.5),
    sleep: async (ms, signal) => {
      slept.push(ms);
      signal.throwIfAborted();
    },
  };
  const output = await runGraph(frameOf(world, graph, events, options.signal), options.input ?? {});
  return { output, events, slept };
}

function frameOf(world: World, graph: Graph, events: HistoryEvent[], signal?: AbortSignal) {
  const context = {
    Execution: { Id: 'arn:execution', Name: 'test', StartTime: '2026-01-01T00:00:00.000Z' },
    StateMachine: { Id: 'arn:machine', Name: 'machine' },
  };
  const thread = new History(
    (event) => events.push(event),
    () => world.now(),
  ).thread();
  return {
    world,
    graph,
    scope: new Scope(),
    signal: signal ?? new AbortController().signal,
    thread,
    context,
  };
}

/** What it is rejected with. */
export const failing = async (promise: Promise<unknown>) =>
  promise.then(
    () => ({ error: 'none', cause: 'none' }),
    (error: unknown) => error,
  );
