import { expect, it } from 'vitest';
import { LAMBDA_NAMES } from '../../lib/build/lambdas';
import { testChecks } from './checks/check';
import { environmentChecks } from './checks/environment';
import { functionChecks } from './checks/functions';
import { namesRead } from './read-names';

testChecks('the functions', functionChecks);
testChecks('the environment of the functions', environmentChecks);

it('what handlers read is known of every Lambda', () => {
  expect([...namesRead.keys()].sort()).toEqual([...LAMBDA_NAMES].sort());
});
