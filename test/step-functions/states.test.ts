import { describe, expect, it } from 'vitest';
import { failing, oneState, run } from './machine';

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
