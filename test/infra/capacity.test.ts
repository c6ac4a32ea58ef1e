import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { functionChecks } from './checks/functions';
import { storeChecks } from './checks/stores';
import { ofType, templatesWith, word } from './templates';

const executions = (lake: ReturnType<typeof templatesWith>) =>
  Object.fromEntries(
    ofType(lake, 'AWS::Lambda::Function').map(({ Properties }) => [
      word(Properties.FunctionName).replace('sluice-prod-', ''),
      Properties.ReservedConcurrentExecutions,
    ]),
  );

describe.each([
  ['banking', 50, 20, 10],
  ['retail', 100, 20, 20],
  ['on-demand', undefined, undefined, undefined],
] as const)('a lake of the size %s', (profile, transform, archive, watch) => {
  const lake = templatesWith(configFor('prod', profile));

  it('refuses no batch of a shard that catches up', () => {
    expect(executions(lake)).toMatchObject({
      'archive-records-customer_updates': 20,
      'transform-records-customer_updates': 20,
      'watch-records-customer_updates': 1,
    });
    const { [`transform-records-transactions`]: transforms, ...others } = executions(lake);
    expect([
      transforms,
      others['archive-records-transactions'],
      others['watch-records-transactions'],
    ]).toEqual([transform, archive, watch]);
  });

  it.each(Object.entries({ ...functionChecks, ...storeChecks }))('%s', (_, check) => {
    expect(check(lake)).toEqual([]);
  });
});
