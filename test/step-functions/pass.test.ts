import { describe, expect, it } from 'vitest';
import { failing, oneState, run } from './machine';

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
