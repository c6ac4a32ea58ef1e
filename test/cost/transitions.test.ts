import { describe, expect, it } from 'vitest';
import { firesPerMonth } from '../../cli/cost/properties';
import { transitionsOf } from '../../cli/cost/transitions';

const machine = (states: object, start = 'A') => JSON.stringify({ StartAt: start, States: states });

describe('transitions', () => {
  it('are those of the longest way to success', () => {
    const definition = machine({
      A: { Type: 'Task', Next: 'B', Catch: [{ Next: 'Failed' }] },
      B: { Type: 'Choice', Choices: [{ Next: 'C' }, { Next: 'Wait' }], Default: 'Done' },
      Wait: { Type: 'Wait', Next: 'A' },
      C: { Type: 'Task', Next: 'Done' },
      Done: { Type: 'Succeed' },
      Failed: { Type: 'Fail' },
    });

    expect(transitionsOf(definition)).toBe(4);
  });

  it('of maps count each round, and maps inside maps their own', () => {
    const inner = {
      StartAt: 'X',
      States: { X: { Type: 'Task', Next: 'Y' }, Y: { Type: 'Succeed' } },
    };
    const level = {
      StartAt: 'Plan',
      States: {
        Plan: { Type: 'Task', Next: 'Each' },
        Each: { Type: 'Map', ItemProcessor: inner, End: true },
      },
    };
    const definition = machine({
      A: { Type: 'Map', ItemProcessor: level, Next: 'Done' },
      Done: { Type: 'Succeed' },
    });

    // map 1 + 4 × (plan 1 + map 1 + 3 × 2) + done 1
    expect(transitionsOf(definition, [4, 3])).toBe(34);
  });

  it('are read through functions of CloudFormation', () => {
    const [before, after] = machine({ A: { Type: 'Task', Resource: '|', End: true } }).split('|');

    expect(transitionsOf({ 'Fn::Join': ['', [before, { Ref: 'X' }, after]] })).toBe(1);
  });
});

describe('a schedule', () => {
  it.each([
    ['rate(15 minutes)', 2880],
    ['rate(1 hour)', 720],
    ['rate(1 day)', 30],
    ['cron(0/10 * * * ? *)', 4320],
    ['cron(0 3 * * ? *)', 30],
    ['cron(0 4 ? * SUN *)', 30 / 7],
    ['cron(5 8,20 * * ? *)', 60],
    ['no schedule', 0],
  ])('%s fires %d times a month', (expression, times) => {
    expect(firesPerMonth(expression)).toBeCloseTo(times, 6);
  });
});
