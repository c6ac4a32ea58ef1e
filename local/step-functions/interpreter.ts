import type { State } from './definition';
import { evaluationFailure, StateFailure } from './failure';
import type { Frame } from './frame';
import { Visit } from './frame';
import { payload, WHOLE } from './history';
import type { Json } from './json';
import { runMap } from './run-map';
import { runParallel } from './run-parallel';
import { runTask } from './run-task';
import { runWait } from './run-wait';
import { withinLimit } from './scope';

export interface Step {
  readonly output: Json;
  readonly next?: string;
}

/**
 * The output of a graph.
 * @throws StateFailure when a state fails and nothing catches it
 * @throws the reason of the frame's signal when that is aborted
 */
export async function runGraph(frame: Frame, input: Json): Promise<Json> {
  let step: Step = { output: input, next: frame.graph.startAt };
  while (step.next !== undefined) {
    frame.signal.throwIfAborted();
    const state = frame.graph.states.get(step.next);
    if (state === undefined) throw new StateFailure('States.Runtime', `no state "${step.next}"`);
    step = await visitState(state, frame, step.output);
  }
  return step.output;
}

async function visitState(state: State, frame: Frame, input: Json): Promise<Step> {
  const { thread } = frame;
  const { name, type } = state;
  thread.record(`${type}StateEntered`, { name, input: payload(input), inputDetails: WHOLE });
  try {
    withinLimit(input, `the input of ${name}`);
    const step = await runState(state, new Visit(frame, name, input));
    thread.record(`${type}StateExited`, {
      name,
      output: payload(step.output),
      outputDetails: WHOLE,
    });
    return step;
  } catch (error) {
    if (error instanceof StateFailure && error.error === 'States.QueryEvaluationError') {
      thread.record('EvaluationFailed', { error: error.error, cause: error.cause, state: name });
    }
    throw error;
  }
}

async function runState(state: State, visit: Visit): Promise<Step> {
  switch (state.type) {
    case 'Pass':
      return { output: await visit.finish(state, visit.input), next: state.next };
    case 'Succeed':
      return { output: await visit.finish({ ...state, assign: [] }, visit.input) };
    case 'Fail':
      throw new StateFailure(
        await textOf(state.error, visit, 'Error'),
        await textOf(state.failure, visit, 'Cause'),
      );
    case 'Choice':
      return choose(state, visit);
    case 'Wait':
      return runWait(state, visit);
    case 'Task':
      return runTask(state, visit);
    case 'Map':
      return runMap(state, visit, runGraph);
    case 'Parallel':
      return runParallel(state, visit, runGraph);
  }
}

async function textOf(
  template: Extract<State, { type: 'Fail' }>['error'],
  visit: Visit,
  field: string,
): Promise<string> {
  if (template === undefined) return '';
  const text = await visit.evaluate(template);
  if (typeof text === 'string') return text;
  throw evaluationFailure(`${visit.name}.${field}`, 'the result is not a string');
}

async function choose(state: Extract<State, { type: 'Choice' }>, visit: Visit): Promise<Step> {
  for (const [index, rule] of state.choices.entries()) {
    const holds = await visit.evaluate(rule.condition);
    if (typeof holds !== 'boolean') {
      throw evaluationFailure(`${state.name}.Choices[${index}].Condition`, 'is not true or false');
    }
    if (holds) return { output: await visit.finish(rule, visit.input), next: rule.next };
  }
  if (state.fallback === undefined) {
    throw new StateFailure('States.NoChoiceMatched', `no rule of ${state.name} holds`);
  }
  return { output: await visit.finish(state, visit.input), next: state.fallback };
}
