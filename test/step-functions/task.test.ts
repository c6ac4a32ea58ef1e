import { describe, expect, it } from 'vitest';
import { LAMBDA, oneState, run } from './machine';

describe('Task', () => {
  it('sees the result in Output and Assign, and the context in Arguments', async () => {
    const machine = oneState(
      {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { FunctionName: 'f', Payload: '{% $states.context.Execution.Id %}' },
        Assign: { got: '{% $states.result.Payload.n %}' },
        Output: '{% $merge([$states.input, $states.result.Payload]) %}',
        Next: 'Out',
      },
      { Out: { Type: 'Pass', Output: '{% [$states.input, $got] %}', End: true } },
    );
    const { output, events } = await run(machine, {
      input: { a: 1 },
      answer: ({ Payload }) => ({ Payload: { n: 7, seen: Payload } }),
    });

    expect(output).toEqual([{ a: 1, n: 7, seen: 'arn:execution' }, 7]);
    expect(events.map(({ type }) => type)).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
    ]);
    expect(events.every(({ previousEventId }, index) => previousEventId === index)).toBe(true);
  });

  it('times out, stopping the task, and the timeout can be caught', async () => {
    const machine = oneState(
      {
        Type: 'Task',
        Resource: LAMBDA,
        TimeoutSeconds: '{% 0.01 %}',
        Arguments: { FunctionName: 'f' },
        Catch: [
          { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
          { ErrorEquals: ['States.Timeout'], Next: 'Right' },
        ],
        End: true,
      },
      { Wrong: { Type: 'Pass', Output: 'wrong', End: true }, Right: { Type: 'Pass', End: true } },
    );
    const { output } = await run(machine, {
      answer: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });

    expect(output).toMatchObject({ Error: 'States.Timeout' });
  });
});

describe('Parallel', () => {
  it('gives its branches the arguments and returns their outputs in order', async () => {
    const branch = (name: string, Output: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Pass', Output, End: true } },
    });
    const machine = oneState({
      Type: 'Parallel',
      Arguments: { n: '{% $states.input.n * 2 %}' },
      Branches: [branch('A', '{% $states.input.n %}'), branch('B', '{% $states.input.n + 1 %}')],
      End: true,
    });

    expect((await run(machine, { input: { n: 2 } })).output).toEqual([4, 5]);
  });
});
