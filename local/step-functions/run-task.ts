import type { TaskState } from './definition';
import { evaluationFailure, StateFailure } from './failure';
import type { Visit } from './frame';
import { guarded } from './guarded';
import { payload, WHOLE } from './history';
import type { Integration } from './integration';
import type { Step } from './interpreter';
import { isObject } from './json';
import type { Json, JsonObject } from './json';
import { withinLimit } from './scope';

export async function runTask(state: TaskState, visit: Visit): Promise<Step> {
  const integration = visit.frame.world.tasks.get(state.resource);
  if (integration === undefined) {
    throw new StateFailure('States.Runtime', `unknown integration "${state.resource}"`);
  }
  return guarded(state, visit, async () => {
    const args = state.arguments ? await visit.evaluate(state.arguments) : {};
    if (!isJsonObject(args)) {
      throw evaluationFailure(`${state.name}.Arguments`, 'the result is not an object');
    }
    checkNames(state, integration, args);
    withinLimit(args, `the arguments of ${state.name}`);
    const timeout = state.timeoutSeconds && (await secondsOf(state, visit));
    const result = await call(integration, args, visit, timeout);
    return withinLimit(result, `the result of ${state.name}`);
  });
}

/** Arguments that are one expression show their names only now. */
function checkNames(state: TaskState, { required, optional }: Integration, args: JsonObject): void {
  const unknown = Object.keys(args).filter((k) => !required.includes(k) && !optional.includes(k));
  const missing = required.filter((name) => args[name] === undefined);
  if (unknown.length + missing.length === 0) return;
  throw new StateFailure(
    'States.Runtime',
    `${state.name}.Arguments: unknown [${unknown.join(', ')}], missing [${missing.join(', ')}]`,
  );
}

async function secondsOf(state: TaskState, visit: Visit): Promise<number | undefined> {
  if (state.timeoutSeconds === undefined) return undefined;
  const seconds = await visit.evaluate(state.timeoutSeconds);
  if (typeof seconds === 'number' && seconds > 0) return seconds;
  throw evaluationFailure(`${state.name}.TimeoutSeconds`, 'the result is not a positive number');
}

async function call(
  integration: Integration,
  args: JsonObject,
  visit: Visit,
  timeoutSeconds: number | undefined,
): Promise<Json> {
  const { thread, signal, world, context } = visit.frame;
  const { resourceType, resource } = integration;
  const task = { resourceType, resource };
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  const parameters = payload(args);
  thread.record('TaskScheduled', { ...task, region: world.region, parameters, ...timeout });
  thread.record('TaskStarted', task);
  const limit = timeLimit(timeoutSeconds);
  try {
    const result = await integration.run(args, {
      signal: limit ? AbortSignal.any([signal, limit.signal]) : signal,
      caller: executionId(context),
      submitted: (output) =>
        thread.record('TaskSubmitted', { ...task, output: payload(output), outputDetails: WHOLE }),
    });
    thread.record('TaskSucceeded', { ...task, output: payload(result), outputDetails: WHOLE });
    return result;
  } catch (error) {
    if (error instanceof StateFailure) {
      const type = error.error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
      thread.record(type, { ...task, error: error.error, cause: error.cause });
    }
    throw error;
  } finally {
    limit?.cancel();
  }
}

/** Node fires longer timers at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

function timeLimit(seconds: number | undefined) {
  if (seconds === undefined) return undefined;
  const controller = new AbortController();
  const failure = new StateFailure('States.Timeout', `the task ran longer than ${seconds} s`);
  const timer = setTimeout(
    () => controller.abort(failure),
    Math.min(seconds * 1000, LONGEST_TIMER),
  );
  return { signal: controller.signal, cancel: () => clearTimeout(timer) };
}

const isJsonObject = (value: Json): value is JsonObject => isObject(value);
function executionId(context: JsonObject): string {
  const execution = context['Execution'];
  return isObject(execution) && typeof execution['Id'] === 'string' ? execution['Id'] : '';
}
