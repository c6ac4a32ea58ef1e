import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateFailure } from '../../local/step-functions/failure';
import type { JsonObject } from '../../local/step-functions/json';
import { LAMBDA, oneState, run } from './machine';

const map = (more: JsonObject, item: JsonObject = {}): JsonObject =>
  oneState(
    {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'T',
        States: {
          T: {
            Type: 'Task',
            Resource: LAMBDA,
            Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
            Output: '{% $states.result.Payload %}',
            End: true,
            ...item,
          },
        },
      },
      Catch: [{ ErrorEquals: ['Broken'], Output: 'caught', Next: 'Caught' }],
      End: true,
      ...more,
    },
    { Caught: { Type: 'Succeed' } },
  );

describe('Map', () => {
  it('keeps the order of its items whatever the concurrency and the speed of each', async () => {
    const cases = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }),
      fc.nat({ max: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([items, MaxConcurrency]) => {
        const answer = async ({ Payload }: JsonObject) => {
          await pause(Number(Payload));
          return { Payload: [Payload ?? null] };
        };
        const { output } = await run(map({ MaxConcurrency }), { input: { items }, answer });
        expect(output).toEqual(items.map((item) => [item]));
      }),
      { numRuns: 40 },
    );
  });

  it('runs one at a time when MaxConcurrency is 1, and never more than it says', async () => {
    const widths: number[] = [];
    for (const MaxConcurrency of [1, 3]) {
      let now = 0;
      let most = 0;
      const answer = async () => {
        now += 1;
        most = Math.max(most, now);
        await pause(1);
        now -= 1;
        return { Payload: 0 };
      };
      const items = [1, 2, 3, 4, 5, 6, 7];
      await run(map({ MaxConcurrency }), { input: { items }, answer });
      widths.push(most);
    }

    expect(widths).toEqual([1, 3]);
  });

  it('gives a list for no item and for one', async () => {
    expect((await run(map({}), { input: { items: [] } })).output).toEqual([]);
    expect((await run(map({}), { input: { items: [{ a: 1 }] } })).output).toEqual([{}]);
  });

  it('refuses items that are no list, as a path of one element gives them', async () => {
    await expect(run(map({}), { input: { items: 'a' } })).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });

  it('shows index and value to the selector, beside the state', async () => {
    const ItemSelector = {
      n: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $count($states.input.items) %}',
    };
    const { output } = await run(map({ ItemSelector }), {
      input: { items: ['a', 'b'] },
      answer: ({ Payload }) => ({ Payload: Payload ?? null }),
    });

    expect(output).toEqual([
      { n: 0, v: 'a', all: 2 },
      { n: 1, v: 'b', all: 2 },
    ]);
  });

  it('aborts the others when one fails, and the failure can be caught outside', async () => {
    const aborted: unknown[] = [];
    const { output, events } = await run(map({}), {
      input: { items: [1, 2] },
      answer: ({ Payload }, { signal }) => {
        if (Payload === 2) throw new StateFailure('Broken', '');
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(Payload);
            reject(signal.reason as Error);
          });
        });
      },
    });

    expect(output).toBe('caught');
    expect(aborted).toEqual([1]);
    const types = events.map(({ type }) => type);
    expect(types).toContain('MapIterationFailed');
    expect(types).toContain('MapIterationAborted');
    expect(types).toContain('MapStateFailed');
  });

  it('goes on when its items catch for themselves', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Output: 'caught', Next: 'Out' }];
    const machine = oneState({
      Type: 'Map',
      Items: [1, 2, 3],
      ItemProcessor: {
        StartAt: 'T',
        States: {
          T: {
            Type: 'Task',
            Resource: LAMBDA,
            Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
            Output: 'fine',
            Catch,
            End: true,
          },
          Out: { Type: 'Pass', End: true },
        },
      },
      End: true,
    });
    const { output } = await run(machine, {
      answer: ({ Payload }) => {
        if (Payload === 2) throw new StateFailure('Broken', '');
        return { Payload: 0 };
      },
    });

    expect(output).toEqual(['fine', 'caught', 'fine']);
  });
});
