import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertsOf } from '../../lambdas/watch-records/alert-store';
import { profilesOf } from '../../lambdas/watch-records/profile-store';
import type { Delivered } from '../../lambdas/watch-records/sighting';
import { watch, type Watched } from '../../lambdas/watch-records/watch';
import { memoryTable } from './memory-table';
import { NOON, seen, settings } from './sightings';
import { watcher, burst, large } from './watch-support';

/** A batch that comes again until nothing fails, as Lambda does it. */
async function feedUntilDone(
  feed: (batch: readonly Delivered[]) => Promise<Watched>,
  batch: readonly Delivered[],
): Promise<void> {
  let rest = batch;
  for (let tries = 0; rest.length > 0 && tries < 100; tries += 1) {
    // A handler that throws gets the whole batch again.
    const from = await feed(rest).then(
      ({ failedFrom }) => failedFrom ?? 'done',
      () => '0',
    );
    rest = from === 'done' ? [] : rest.filter(({ sequence }) => sequence >= BigInt(from));
  }
  expect(rest).toEqual([]);
}

describe('a batch that comes again, or partly fails', () => {
  it('finds and keeps the same in any order, split and repetition of the batches', async () => {
    const moves = fc.uniqueArray(
      fc.record({
        second: fc.nat(4000),
        country: fc.constantFrom('US', 'FR', ''),
        big: fc.boolean(),
      }),
      { minLength: 1, maxLength: 18, selector: ({ second }) => second },
    );
    const inOrder = async (batches: readonly (readonly Delivered[])[]) => {
      const { feed, items, keys, told } = watcher();
      for (const batch of batches) await feed(batch);
      const { version, ...profile } = items.get('profile#c1_one|profile') ?? {};
      const slots = told.map(({ rule, happenedAt }) => [
        rule,
        Math.floor(Date.parse(happenedAt) / 900_000),
      ]);
      return {
        profile: version && profile,
        alerts: keys('alert#'),
        slots: slots.map(String).sort(),
      };
    };
    await fc.assert(
      fc.asyncProperty(moves, fc.nat(), fc.nat(5), async (rows, seed, size) => {
        const made = rows.map(({ second, country, big }, name) =>
          big ? large(name, second, { country }) : seen(name, second, { country }),
        );
        const shuffled = made
          .map((one, at) => [one, (at * 7919 + seed) % 101] as const)
          .sort(([, a], [, b]) => a - b)
          .map(([one]) => one);
        const batches: Delivered[][] = [];
        for (let from = 0; from < shuffled.length; from += size + 1) {
          batches.push(shuffled.slice(from, from + size + 1));
        }

        const [once, mixed] = [
          await inOrder([made]),
          await inOrder([...batches, ...batches.slice(0, 3), made]),
        ];

        expect(mixed).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });

  it('loses no alert and doubles no count wherever it is cut off', async () => {
    const batch = [...burst(12), large(40, 5, { subject: 'c1_b' })];
    const whole = watcher();
    await whole.feed(batch);

    for (let cutAt = 0; cutAt < 40; cutAt += 1) {
      let calls = 0;
      const broken = watcher(() => {
        calls += 1;
        if (calls === cutAt) throw Object.assign(new Error('cut off'), { name: 'TimeoutError' });
      });
      await feedUntilDone(broken.feed, batch);

      // One id per customer and rule, though it may have been published twice.
      const ids = new Set(broken.told.map(({ customer, rule, id }) => `${customer} ${rule} ${id}`));
      const slots = [...ids].map((id) => id.split(' ').slice(0, 2).join(' '));
      expect(slots.sort()).toEqual(whole.told.map((one) => `${one.customer} ${one.rule}`).sort());
      expect(broken.keys('alerts#')).toHaveLength(whole.keys('alerts#').length);
      expect(broken.items.get('profile#c1_one|profile')).toEqual(
        whole.items.get('profile#c1_one|profile'),
      );
    }
  });

  it('publishes what SNS refused at first, when the records come again', async () => {
    const { feed, told, refused, keys } = watcher();
    const batch = [seen(1, 0, { subject: 'c1_b' }), large(2, 0)];
    const probe = watcher();
    await probe.feed(batch);
    const id = probe.told[0]?.id ?? '';
    refused.add(id);

    const first = await feed(batch);
    refused.clear();
    const second = await feed(batch.slice(1));

    expect(first).toMatchObject({ failedFrom: '3', processed: 1, errors: 1, found: 1 });
    expect(first.faults).toEqual(['Throttled']);
    expect(second).toMatchObject({ found: 0, errors: 0 });
    expect(told.map((alert) => alert.id)).toEqual([id]);
    expect(keys('alerts#')).toHaveLength(1);
  });

  it('fails from the lowest record that could not be kept, and keeps the others', async () => {
    const { feed, keys } = watcher((call, key) => {
      if (call === 'putItem' && key.startsWith('profile#c1_b')) throw new Error('no');
    });

    const watched = await feed([
      seen(1, 0),
      seen(2, 1, { subject: 'c1_b' }),
      seen(3, 2, { subject: 'c1_c' }),
    ]);

    expect(watched).toMatchObject({ failedFrom: '3', processed: 1, errors: 2 });
    expect(keys('profile#')).toEqual(['profile#c1_c|profile', 'profile#c1_one|profile']);
  });

  it('tries again when another consumer wrote the same customer first', async () => {
    let other: (() => Promise<unknown>) | undefined;
    const shared = watcher((call) => {
      if (call !== 'batchGetItem' || other === undefined) return;
      const go = other;
      other = undefined;
      pending = go();
    });
    let pending: Promise<unknown> = Promise.resolve();
    other = () => shared.feed([seen(1, 0)]);

    await shared.feed([seen(2, 1, { shard: 1 })]);
    await pending;

    expect(shared.items.get('profile#c1_one|profile')).toMatchObject({ transactions: { N: '2' } });
  });

  it('writes nothing for a batch that comes again', async () => {
    const calls: string[] = [];
    const { feed } = watcher((call) => calls.push(call));
    await feed(burst(5));
    calls.length = 0;

    await feed(burst(5));

    expect(calls).toEqual(['batchGetItem']);
  });

  it('keeps profiles of the configured types only', async () => {
    const { items } = watcher();
    const { table } = memoryTable();
    const only = { ...settings, profileTypes: ['transfer'] };

    await watch(
      [{ sequenceNumber: '1', sighting: seen(1, 0) }],
      { env: 'dev', track: 'transactions', settings: only },
      {
        profiles: profilesOf(table, 1, () => NOON),
        alerts: alertsOf(table, { cooldownSeconds: 1, keepSeconds: 1, now: () => NOON }),
        tell: async () => new Map(),
      },
    );

    expect(items.size).toBe(0);
  });
});
