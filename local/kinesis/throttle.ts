import type { Shard } from './shard';

const RECORDS_PER_SECOND = 1_000;
const BYTES_PER_SECOND = 1024 * 1024;

/** Whether a shard still takes a record in this second. */
export interface Throttle {
  admits(shard: Shard, bytes: number, now: number): boolean;
}

/** The laptop's default: a load of history need not wait for limits that cost nothing here. */
export const noThrottle: Throttle = { admits: () => true };

/** AWS's write limits of a shard, counted by whole seconds. */
export function shardThrottle(): Throttle {
  const windows = new Map<Shard, { second: number; records: number; bytes: number }>();
  return {
    admits(shard, bytes, now) {
      const second = Math.floor(now / 1000);
      const known = windows.get(shard);
      const window = known?.second === second ? known : { second, records: 0, bytes: 0 };
      windows.set(shard, window);
      const fits = window.records < RECORDS_PER_SECOND && window.bytes + bytes <= BYTES_PER_SECOND;
      if (fits) {
        window.records += 1;
        window.bytes += bytes;
      }
      return fits;
    },
  };
}
