import { describe, expect, it } from 'vitest';
import { InvalidDefinition } from '../../local/step-functions/failure';
import type { JsonObject } from '../../local/step-functions/json';
import { parseMachine } from '../../local/step-functions/parse';
import { LAMBDA, oneState, task } from './machine';

const tasks = new Map([[LAMBDA, task(() => null)]]);
function problemsOf(definition: JsonObject): readonly string[] {
  try {
    parseMachine(definition, tasks);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}
const pass = (Output: string): JsonObject => oneState({ Type: 'Pass', Output, End: true });
const work = { Type: 'Task', Resource: LAMBDA, Arguments: { FunctionName: 'f' }, End: true };

describe('a definition is refused', () => {
  it.each<[string, JsonObject, string]>([
    ['JSONPath', { StartAt: 'S', States: { S: { Type: 'Succeed' } } }, 'machine: QueryLanguage'],
    ['a state of JSONPath', oneState({ Type: 'Succeed', QueryLanguage: 'JSONPath' }), 'S: QueryL'],
    ['an unknown type', oneState({ Type: 'Jump' }), 'S: unknown state type "Jump"'],
    ['an unknown field', oneState({ ...work, ResultPath: '$' }), 'S: unknown field "ResultPath"'],
    ['a heartbeat', oneState({ ...work, HeartbeatSeconds: 1 }), 'unknown field "HeartbeatSeconds"'],
    [
      'an unknown integration',
      oneState({ ...work, Resource: 'arn:aws:states:::sqs:sendMessage' }),
      'S: unknown integration "arn:aws:states:::sqs:sendMessage"',
    ],
    [
      'an unknown argument',
      oneState({ ...work, Arguments: { FunctionName: 'f', Qualifier: '1' } }),
      'S: Arguments: unknown field "Qualifier"',
    ],
    ['a missing argument', oneState({ ...work, Arguments: {} }), 'FunctionName is missing'],
    [
      'a distributed Map',
      oneState({
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'A',
          States: { A: { Type: 'Succeed' } },
        },
        End: true,
      }),
      'Mode "DISTRIBUTED" is not known',
    ],
    ['an unknown function', pass('{% $frobnicate(1) %}'), 'S.Output: unknown function $frobnicate'],
    ['$eval', pass('{% $eval("1") %}'), 'unknown function $eval'],
    ['a chained unknown function', pass('{% 1 ~> $twice %}'), 'unknown function $twice'],
    ['a syntax error', pass('{% 1 + %}'), 'S.Output: '],
    ['text around an expression', pass('a {% 1 %}'), 'must be the first and last characters'],
    ['a variable nobody assigns', pass('{% $x %}'), 'nothing assigns the variable $x'],
    ['a result where there is none', pass('{% $states.result %}'), 'there is no $states.result'],
    ['$$', pass('{% $$.a %}'), '$$ has no meaning here'],
    ['no Next and no End', oneState({ Type: 'Pass' }), 'needs either Next or "End": true'],
    ['a missing target', oneState({ Type: 'Pass', Next: 'Away' }), 'there is no state "Away"'],
    [
      'a state out of reach',
      oneState({ Type: 'Succeed' }, { Alone: { Type: 'Succeed' } }),
      'nothing leads to state "Alone"',
    ],
    [
      'States.ALL beside others',
      oneState({ ...work, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }),
      'States.ALL must stand alone',
    ],
    [
      'an unknown jitter',
      oneState({ ...work, Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'SOME' }] }),
      'JitterStrategy "SOME" is not known',
    ],
    [
      'a number out of range',
      oneState({ ...work, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }),
      'BackoffRate must be a number from 1',
    ],
    [
      'an assignment to "states"',
      oneState({ Type: 'Pass', Assign: { states: 1 }, End: true }),
      'the name "states" is reserved',
    ],
    [
      'an inner assignment to an outer variable',
      oneState({
        Type: 'Map',
        Assign: { x: 1 },
        ItemProcessor: {
          StartAt: 'A',
          States: { A: { Type: 'Pass', Assign: { x: 2 }, End: true } },
        },
        End: true,
      }),
      'variable "x" is assigned by an outer scope',
    ],
  ])('that holds %s', (_, definition, expected) => {
    expect(problemsOf(definition).join('\n')).toContain(expected);
  });

  it('with all of its problems at once', () => {
    const machine = oneState({ Type: 'Pass', Odd: 1, Output: '{% $odd() %}', End: true });

    expect(problemsOf(machine)).toHaveLength(2);
  });
});

describe('a definition is taken', () => {
  it.each([
    '$map($states.input.l, function($v, $i) { {"v": $v, "i": $i} })',
    '($a := 1; $a + 1)',
    '$states.input.l@$x.{"x": $x}',
    '$states.input.l ~> $count()',
    '$partition($range(1, 10, 1), 3)',
    '$hash("a", "SHA-256")',
    '$parse("[1]")',
    '$uuid()',
    '$states.input.text ~> /a/i',
  ])('with %s', (expression) => {
    expect(problemsOf(pass(`{% ${expression} %}`))).toEqual([]);
  });
});
