import { describe, expect, it } from 'vitest';
import { outputsOf, variablesOf } from '../../cli/output/outputs';
import { configFor, ENVIRONMENTS } from '../../lib/config';
import { sluice, tempHome } from './command';

const PLACE = { env: 'prod', account: '111122223333', region: 'eu-west-1' };

describe('output', () => {
  it('names streams with their ARN and page', () => {
    const producers = outputsOf(PLACE, configFor('prod'), true)['for producers'];

    expect(producers[0]).toEqual({
      key: 'stream.transactions',
      value: 'sluice-prod-transactions',
      arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/sluice-prod-transactions',
      console:
        'https://eu-west-1.console.aws.amazon.com/kinesis/home?region=eu-west-1#/streams/details/sluice-prod-transactions',
    });
  });

  it.each(ENVIRONMENTS)('of %s names nothing twice', (env) => {
    const all = Object.values(outputsOf({ ...PLACE, env }, configFor(env), true)).flat();
    const keys = all.map(({ key }) => key);

    expect(keys.length).toBeGreaterThan(25);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('gives the laptop no console, and its endpoint when it is served', () => {
    const all = Object.values(outputsOf(PLACE, configFor('dev'), false)).flat();

    expect(all.flatMap((one) => one.console ?? [])).toEqual([]);
    expect(variablesOf(PLACE, 'http://127.0.0.1:4566')).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    });
    expect(variablesOf(PLACE, undefined)).not.toHaveProperty('AWS_ENDPOINT_URL');
  });

  it('prints lines for a shell and starts nothing', async () => {
    const ran = await sluice(['output', '--variables', '--home', tempHome()]);

    expect(ran.code).toBe(0);
    expect(ran.out.trim().split('\n')).toContain('export SLUICE_STREAM=sluice-dev-transactions');
  });
});
