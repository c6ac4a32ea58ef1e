import { describe, expect, it } from 'vitest';
import { seen } from './sightings';
import { watcher, burst, large } from './watch-support';

describe('the watcher', () => {
  it('tells of large amounts, speed and jumps between countries, each with its reason', async () => {
    const { feed, told } = watcher();

    const { found, highValue, processed } = await feed([
      large(1, 0, { subject: 'c1_a' }),
      ...burst(12),
      seen(50, 10, { subject: 'c1_b', country: 'US' }),
      seen(51, 3000, { subject: 'c1_b', country: 'FR' }),
      seen(52, 4000, { subject: undefined, amount: 20_000_000n }),
    ]);

    expect(told.map(({ reason }) => reason).sort()).toEqual([
      'amount.above_limit',
      'country.jump',
      'velocity.transactions',
    ]);
    expect(found).toBe(4); // the twelfth of the burst is quiet
    expect([highValue, processed]).toEqual([2, 16]);
    expect(told.find(({ rule }) => rule === 'country_jump')).toMatchObject({
      customer: 'c1_b',
      country: 'FR',
      fromCountry: 'US',
      severity: 'high',
    });
  });

  it('knows limits by currency', async () => {
    const { feed, told } = watcher();

    await feed([large(1, 0, { currency: 'JPY' }), large(2, 0, { currency: 'EUR' })]);

    expect(told.map(({ currency }) => currency)).toEqual(['EUR']);
  });

  it('tells a customer’s alerts of one rule once in an interval, and lists them all', async () => {
    const { feed, told, keys } = watcher();

    await feed([large(1, 0), large(2, 60), large(3, 900), large(4, 0, { subject: 'c1_two' })]);

    const shown = told.map(({ customer, happenedAt }) => `${customer} ${happenedAt.slice(11, 16)}`);
    expect(shown.sort()).toEqual(['c1_one 12:00', 'c1_one 12:15', 'c1_two 12:00']);
    expect(keys('alerts#2026-03-04')).toHaveLength(4);
  });

  it('tells of every person whom nobody can tell apart: none silences another, a repetition itself', async () => {
    const { feed, told } = watcher();
    const nobody = { subject: undefined };
    const payments = [large(1, 0, nobody), large(2, 60, nobody)];

    await feed(payments);
    await feed(payments);

    expect(told.map(({ customer, record }) => [customer, record.key64])).toEqual([
      [null, '1'],
      [null, '2'],
    ]);
  });

  it('finds a login from elsewhere before a payment, across streams', async () => {
    const { feed, told } = watcher();
    const login = seen(900, 0, {
      ...({ track: 'customer_updates', kind: 'login', type: 'login' } as const),
      ...{ currency: '', amount: 0n, country: 'BR' },
    });

    await feed([login]);
    await feed([seen(1, 60)]);

    expect(told).toMatchObject([{ reason: 'country.jump', fromCountry: 'BR', country: 'US' }]);
  });

  it('finds many changes of a profile', async () => {
    const { feed, told } = watcher();
    const changes = burst(7).map((one) => ({
      ...one,
      ...({ track: 'customer_updates', kind: 'profile_update', country: '' } as const),
    }));

    await feed(changes);

    expect(told).toMatchObject([{ reason: 'velocity.profile_updates', count: 6 }]);
  });
});
