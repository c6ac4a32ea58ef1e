import { describe, expect, it } from 'vitest';
import { CACHED_MS, currentSettings } from '../../lambdas/watch-records/current-settings';
import { withOverrides } from '../../lambdas/watch-records/overrides';
import { settings } from './sightings';

describe('overrides', () => {
  it('change the members that they name, amounts by currency', () => {
    const changed = withOverrides(settings, [
      { key: 'velocity', value: '{"count":20,"windowSeconds":60}' },
      { key: 'anomaly', value: '{"EUR":"5000"}' },
      { key: 'cooldownSeconds', value: '60' },
    ]);

    expect(changed.ignored).toEqual([]);
    expect(changed.settings).toEqual({
      ...settings,
      velocity: { count: 20, windowSeconds: 60 },
      anomaly: { ...settings.anomaly, EUR: '5000' },
      cooldownSeconds: 60,
    });
  });

  it.each([
    ['velocity', '{"count":20}'],
    ['velocity', '{"count":24,"windowSeconds":60}'], // a profile keeps 24
    ['velocity', '{"count":2,"windowSeconds":60,"typo":1}'],
    ['updateVelocity', '{"count":12,"windowSeconds":60}'],
    ['countryJump', '{"windowSeconds":90000}'], // a profile keeps a day
    ['anomaly', '{"EUR":5000}'],
    ['anomaly', '{"eur":"5000"}'],
    ['highValue', '"5000"'],
    ['cooldownSeconds', '0'],
    ['cooldownSeconds', 'soon'],
    ['profileTypes', '"all"'], // decides what the table costs
    ['nothing', '1'],
    ['velocity', undefined],
  ])('that are not valid are left out: %s %s', (key, value) => {
    expect(withOverrides(settings, [{ key, value }])).toEqual({ settings, ignored: [key] });
  });

  it('are read once a minute, and the last known ones count while they cannot be read', async () => {
    let now = 0;
    let reads = 0;
    const read = async () => {
      reads += 1;
      if (reads === 2) throw Object.assign(new Error('no'), { name: 'Throttled' });
      return [{ key: 'cooldownSeconds', value: '60' }];
    };
    const current = currentSettings(settings, read, () => now);

    const first = await current();
    const second = await current();
    now = CACHED_MS;
    const third = await current();

    expect([first, second, third].map((one) => one.settings.cooldownSeconds)).toEqual([60, 60, 60]);
    expect([reads, second.fault, third.fault]).toEqual([2, undefined, 'Throttled']);
  });
});
