import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { PROFILES, streamsOf } from '../../lib/profiles';
import { testChecks } from './checks/check';
import { doorsAlikeChecks } from './checks/doors-alike';
import { streamConsumersChecks } from './checks/stream-consumers';
import { shardsNeeded, streamsChecks } from './checks/streams';
import { templatesWith } from './templates';

testChecks('streams', { ...streamsChecks, ...streamConsumersChecks, ...doorsAlikeChecks });

const { domains } = configFor('prod').pipeline;
const sizes = (...of: Parameters<typeof streamsOf>): readonly string[] =>
  streamsOf(...of).map(
    ({ contract, shards, retentionHours }) => `${contract} ${shards} ${retentionHours}`,
  );
const SMALL = ['stock_movements 1 24', 'customer_updates 1 24'];

describe('the profile of a company', () => {
  it.each([
    ['default', 'prod', ['transactions 2 72', ...SMALL]],
    ['banking', 'prod', ['transactions 10 168', ...SMALL]],
    ['banking', 'staging', ['transactions 2 168', ...SMALL]],
    ['retail', 'prod', ['transactions 20 72', ...SMALL]],
    ['retail', 'staging', ['transactions 5 72', ...SMALL]],
    ['retail', 'dev', ['transactions 2 72', ...SMALL]],
    ['lean', 'prod', ['transactions 1 24']],
    ['lean', 'dev', ['transactions 1 24']],
    ['small', 'dev', ['transactions 1 24', ...SMALL]],
    ['on-demand', 'prod', ['transactions on-demand 24', ...SMALL]],
  ] as const)('%s sizes the streams of %s', (profile, env, expected) => {
    expect(sizes(profile, env, domains)).toEqual(expected);
    expect(PROFILES).toContain(profile);
  });

  it('has no inventory where no shop is', () => {
    expect(sizes('default', 'prod', ['banking', 'shared'])).toEqual([
      'transactions 2 72',
      'customer_updates 1 24',
    ]);
  });
});

describe('a bank', () => {
  it('tells its ten shards apart, by metrics that others do without', () => {
    const bank = templatesWith(configFor('prod', 'banking'));
    const metrics =
      'only where shards are many are there metrics that tell them apart: each is billed per shard';

    expect(streamsChecks[metrics]?.(bank)).toEqual([]);
  });
});

describe('shards for three consumers', () => {
  it.each([
    [{ records: 600, bytes: 1000 }, 1],
    [{ records: 1000, bytes: 1000 }, 2],
    [{ records: 2000, bytes: 100 }, 2],
    [{ records: 13_000, bytes: 1000 }, 20],
  ])('%o need %i', (busy, shards) => {
    expect(shardsNeeded(busy, 3)).toBe(shards);
  });
});
