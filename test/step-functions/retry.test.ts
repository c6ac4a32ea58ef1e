import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Retrier } from '../../local/step-functions/definition';
import { StateFailure } from '../../local/step-functions/failure';
import { delayMs, Retries, takes } from '../../local/step-functions/retry';
import { LAMBDA, oneState, run } from './machine';

const failure = (error: string) => new StateFailure(error, 'why');

describe('takes', () => {
  it.each([
    [['States.ALL'], 'Mine', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.ALL'], 'States.DataLimitExceeded', false],
    [['States.ALL'], 'States.Runtime', false],
    [['States.DataLimitExceeded'], 'States.DataLimitExceeded', false],
    [['States.TaskFailed'], 'Athena.TooManyRequestsException', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['Mine', 'Yours'], 'Yours', true],
    [['Mine'], 'Yours', false],
  ])('%j takes %s: %s', (errors, error, expected) => {
    expect(takes(errors, failure(error))).toBe(expected);
  });
});

const retriers = fc.record({
  errors: fc.constant(['States.ALL']),
  intervalSeconds: fc.integer({ min: 1, max: 100 }),
  maxAttempts: fc.integer({ min: 0, max: 8 }),
  backoffRate: fc.double({ min: 1, max: 4, noNaN: true }),
  maxDelaySeconds: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
  jitter: fc.boolean(),
});
const delays = (retrier: Retrier, random: () => number): readonly number[] => {
  const retries = new Retries([retrier], random);
  const all: number[] = [];
  for (let ms = retries.next(failure('E')); ms !== undefined; ms = retries.next(failure('E'))) {
    all.push(ms);
  }
  return all;
};

describe('delays', () => {
  it('are as many as MaxAttempts, whatever the rest says', () => {
    fc.assert(
      fc.property(retriers, (retrier) => delays(retrier, () => 0.5).length === retrier.maxAttempts),
    );
  });

  it('without jitter never shrink and never pass the longest', () => {
    fc.assert(
      fc.property(retriers, (retrier) => {
        const all = delays({ ...retrier, jitter: false }, () => 0);
        const longest = (retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
        return all.every((ms, index) => ms <= longest && ms >= (all[index - 1] ?? 0));
      }),
    );
  });

  it('with jitter lie between nothing and the full delay', () => {
    fc.assert(
      fc.property(retriers, fc.double({ min: 0, max: 0.999, noNaN: true }), (retrier, random) => {
        const full = delays({ ...retrier, jitter: false }, () => 0);
        const some = delays({ ...retrier, jitter: true }, () => random);
        return some.every((ms, index) => ms >= 0 && ms <= (full[index] ?? 0));
      }),
    );
  });

  it('grow by the rate: 2, 6, then cut at 10 s', () => {
    const retrier = {
      errors: ['E'],
      intervalSeconds: 2,
      backoffRate: 3,
      maxDelaySeconds: 10,
      maxAttempts: 9,
      jitter: false,
    };

    expect([0, 1, 2].map((n) => delayMs(retrier, n, () => 0))).toEqual([2000, 6000, 10_000]);
  });
});

const flaky = (errors: readonly string[]) => {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error !== undefined) throw failure(error);
    return { Payload: 'done' };
  };
};
const retried = {
  Type: 'Task',
  Resource: LAMBDA,
  Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
  Output: '{% $states.result.Payload %}',
  Retry: [
    { ErrorEquals: ['Throttle'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
    { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 1, JitterStrategy: 'FULL' },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Caught' }],
  End: true,
};
const machine = oneState(retried, { Caught: { Type: 'Succeed' } });

describe('a task that fails', () => {
  it('is retried by the first retrier that takes the error, each counting its own attempts', async () => {
    const answer = flaky(['Throttle', 'Other', 'Throttle']);
    const { output, slept } = await run(machine, { answer });

    expect(output).toBe('done');
    expect(slept).toEqual([1000, 2500, 2000]);
  });

  it('is caught when no attempt is left', async () => {
    const answer = flaky(['Throttle', 'Throttle', 'Throttle']);
    const { output } = await run(machine, { answer });

    expect(output).toEqual({ Error: 'Throttle', Cause: 'why' });
  });

  it('sees how often it was retried', async () => {
    const seen: unknown[] = [];
    const fail = flaky(['Throttle', 'Throttle']);
    await run(machine, {
      answer: ({ Payload }) => {
        seen.push(Payload);
        return fail();
      },
    });

    expect(seen).toEqual([0, 1, 2]);
  });

  it('passes every Retry and Catch when its result is too large', async () => {
    const answer = () => ({ Payload: 'x'.repeat(300_000) });

    await expect(run(machine, { answer })).rejects.toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });

  it('is caught when its Output cannot be evaluated, and assigns in the catcher', async () => {
    const caught = oneState(
      {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { FunctionName: 'f' },
        Output: '{% $states.result.absent %}',
        Catch: [
          {
            ErrorEquals: ['States.QueryEvaluationError'],
            Assign: { why: '{% $states.errorOutput.Error %}' },
            Next: 'Out',
          },
        ],
        End: true,
      },
      { Out: { Type: 'Pass', Output: '{% $why %}', End: true } },
    );

    expect((await run(caught)).output).toBe('States.QueryEvaluationError');
  });
});
