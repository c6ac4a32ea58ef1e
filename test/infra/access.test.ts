import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../lib/config';
import { matrixLine, matrixOf } from './access/matrix';
import { staleExcuses } from './access/stale';
import { accessChecks } from './checks/access';
import { testChecks } from './checks/check';
import { templatesOf } from './templates';

testChecks('the access matrix', accessChecks);

it('unused.yaml excuses nothing that is gone or used', () => {
  expect(staleExcuses(ENVIRONMENTS.map(templatesOf))).toEqual([]);
});

describe.each(ENVIRONMENTS)('the access matrix of %s', (env) => {
  it('looks at every call of the run', () => {
    const matrix = matrixOf(templatesOf(env));

    console.info(matrixLine(matrix));
    expect(matrix.calls).toBeGreaterThan(300);
    expect(matrix.mutated).toBeGreaterThan(1000);
  });
});
