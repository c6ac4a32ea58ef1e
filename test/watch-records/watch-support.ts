import type { Alert } from '../../lambdas/shared/alerts';
import { alertsOf } from '../../lambdas/watch-records/alert-store';
import { profilesOf } from '../../lambdas/watch-records/profile-store';
import type { Delivered } from '../../lambdas/watch-records/sighting';
import { watch, type Watched } from '../../lambdas/watch-records/watch';
import { memoryTable } from './memory-table';
import { NOON, seen, settings } from './sightings';

/** A watcher over a table in memory; `faults` may throw in the place of any call. */
export function watcher(faults: (call: string, key: string) => void = () => undefined) {
  const { items, table } = memoryTable(faults);
  const told: Alert[] = [];
  const refused = new Set<string>();
  const ports = {
    profiles: profilesOf(table, 1000, () => NOON),
    alerts: alertsOf(table, { cooldownSeconds: 900, keepSeconds: 1000, now: () => NOON }),
    tell: async (alerts: readonly Alert[]) => {
      faults('publish', alerts.map(({ id }) => id).join());
      told.push(...alerts.filter(({ id }) => !refused.has(id)));
      return new Map([...refused].map((id) => [id, 'Throttled']));
    },
  };
  const feed = (batch: readonly Delivered[]): Promise<Watched> =>
    watch(
      batch.map((sighting) => ({ sequenceNumber: sighting.sequenceNumber, sighting })),
      { env: 'dev', track: batch[0]?.track ?? 'transactions', settings },
      ports,
    );
  const keys = (prefix: string): readonly string[] =>
    [...items.keys()].filter((key) => key.startsWith(prefix)).sort();
  return { items, told, refused, feed, keys };
}

export const burst = (count: number): readonly Delivered[] =>
  Array.from({ length: count }, (_, name) => seen(name, name));

export const large = (name: number, second: number, more: Partial<Delivered> = {}): Delivered =>
  seen(name, second, { amount: 200_000_000n, ...more });
