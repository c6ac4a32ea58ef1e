import { describe, expect, it } from 'vitest';
import { LAMBDA, oneState, run } from './machine';

const failing = async (promise: Promise<unknown>) =>
  promise.then(
    () => ({ error: 'none', cause: 'none' }),
    (error: unknown) => error,
  );

describe('Pass', () => {
  it('gives its input on when it has no Output', async () => {
    const { output } = await run(oneState({ Type: 'Pass', End: true }), { input: { a: 1 } });

    expect(output).toEqual({ a: 1 });
  });

  it('evaluates expressions anywhere in Output and leaves other text alone', async () => {
    const Output = {
      sum: '{% $sum($states.input.n) %}',
      list: ['{% 1 + 1 %}', 'text'],
      none: null,
    };
    const { output } = await run(oneState({ Type: 'Pass', Output, End: true }), {
      input: { n: [1, 2, 3] },
    });

    expect(output).toEqual({ sum: 6, list: [2, 'text'], none: null });
  });

  it('fails the state when an expression gives undefined', async () => {
    const machine = oneState({ Type: 'Pass', Output: '{% $states.input.absent %}', End: true });

    expect(await failing(run(machine))).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: "S.Output: the JSONata expression '$states.input.absent' returned nothing (undefined)",
    });
  });

  it('fails the state when a result holds a function', async () => {
    const machine = oneState({ Type: 'Pass', Output: '{% {"f": $sum} %}', End: true });

    expect(await failing(run(machine))).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('keeps a list of one when it is passed by a direct field, and unwraps it on a path', async () => {
    const Output = {
      direct: '{% $states.input.levels %}',
      path: '{% $states.input.levels.model %}',
    };
    const { output } = await run(oneState({ Type: 'Pass', Output, End: true }), {
      input: { levels: [{ model: 'a' }] },
    });

    expect(output).toEqual({ direct: [{ model: 'a' }], path: 'a' });
  });

  it('refuses payloads above 256 KiB, counted in bytes of UTF-8', async () => {
    const machine = oneState({ Type: 'Pass', End: true });

    await expect(run(machine, { input: 'x'.repeat(262_142) })).resolves.toBeDefined();
    expect(await failing(run(machine, { input: 'x'.repeat(262_143) }))).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
    expect(await failing(run(machine, { input: 'ä'.repeat(140_000) }))).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });
});

describe('variables', () => {
  it('take effect after the state, all together', async () => {
    const machine = oneState(
      { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'Swap' },
      {
        Swap: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Next: 'Out' },
        Out: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true },
      },
    );

    expect((await run(machine)).output).toEqual([2, 1]);
  });

  it('of an outer graph are read by iterations, which keep their own', async () => {
    const machine = oneState(
      { Type: 'Pass', Assign: { ten: 10 }, Next: 'M' },
      {
        M: {
          Type: 'Map',
          Items: [1, 2, 3],
          ItemProcessor: {
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Assign: { own: '{% $states.input * $ten %}' }, Next: 'B' },
              B: { Type: 'Pass', Output: '{% $own %}', End: true },
            },
          },
          End: true,
        },
      },
    );

    expect((await run(machine)).output).toEqual([10, 20, 30]);
  });
});

describe('Choice', () => {
  const machine = oneState(
    {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: 'big' },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Mid', Assign: { mid: true } },
      ],
      Default: 'Small',
    },
    {
      Big: { Type: 'Succeed' },
      Mid: { Type: 'Pass', Output: '{% $mid %}', End: true },
      Small: { Type: 'Succeed', Output: 'small' },
    },
  );

  it.each([
    [11, 'big'],
    [6, true],
    [1, 'small'],
  ])('takes the first rule that holds (%s)', async (n, expected) => {
    expect((await run(machine, { input: { n } })).output).toBe(expected);
  });

  it('fails when a condition is not a boolean', async () => {
    const odd = oneState(
      { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'E' }] },
      { E: { Type: 'Succeed' } },
    );

    expect(await failing(run(odd))).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('fails when nothing holds and there is no Default', async () => {
    const none = oneState(
      { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'E' }] },
      { E: { Type: 'Succeed' } },
    );

    expect(await failing(run(none))).toMatchObject({ error: 'States.NoChoiceMatched' });
  });
});

describe('Wait and Fail', () => {
  it('waits for seconds or until a timestamp', async () => {
    const machine = oneState(
      { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'T' },
      { T: { Type: 'Wait', Timestamp: '2023-11-14T22:13:30Z', End: true } },
    );

    expect((await run(machine, { input: { s: 2 } })).slept).toEqual([2000, 10_000]);
  });

  it('fails with its evaluated error and cause', async () => {
    const machine = oneState({ Type: 'Fail', Error: 'Mine', Cause: '{% $states.input.why %}' });

    expect(await failing(run(machine, { input: { why: 'because' } }))).toMatchObject({
      error: 'Mine',
      cause: 'because',
    });
  });
});

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
