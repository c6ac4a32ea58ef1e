import { describe, expect, it } from 'vitest';
import { testChecks } from './checks/check';
import { cycleIn, nestingChecks } from './checks/nesting';

testChecks('nested stacks', nestingChecks);

describe('a cycle', () => {
  it('is found when there is one', () => {
    const edges = new Map([
      ['A', ['B']],
      ['B', ['C']],
      ['C', ['A']],
    ]);

    expect(cycleIn(edges)).toEqual(['A', 'B', 'C', 'A']);
    expect(cycleIn(new Map([['A', ['B']]]))).toBeUndefined();
  });
});
