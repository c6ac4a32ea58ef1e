import { shardNumber, type Delivered } from '../../lambdas/watch-records/sighting';
import { configFor } from '../../lib/config';
import type { WatchSettings } from '../../lambdas/shared/settings';

/** An instant that all sightings of these tests are near. */
export const NOON = Date.parse('2026-03-04T12:00:00Z');
export const settings: WatchSettings = { ...configFor('prod').watch, profileTypes: 'all' };

/** A sighting of one customer; `second` is counted from noon. */
export function seen(name: number, second: number, changed: Partial<Delivered> = {}): Delivered {
  const sequence = changed.sequence ?? BigInt(name + 1);
  return {
    track: 'transactions',
    kind: 'transaction',
    key: String(name),
    at: NOON + second * 1000,
    statedAt: Math.floor(NOON / 1000) + second,
    shard: shardNumber('shardId-000000000000'),
    sequence,
    sequenceNumber: sequence.toString(),
    country: 'US',
    currency: 'USD',
    amount: 125_000n,
    counts: true,
    subject: 'c1_one',
    source: 'core-bank',
    type: 'payment',
    arrivedAt: NOON + second * 1000 + 50,
    ...changed,
  };
}
