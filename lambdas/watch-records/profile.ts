import type { Sighting, Track } from './sighting';

/**
 * What is known of one customer by one stream. It is the same whatever the order in which its records came, however
 * often, and however they were cut into batches, because
 * - a sighting that is kept is known by its key, and of two states of one thing the newest counts;
 * - a sighting that is not kept any more stands in the totals, and below its shard's floor: a shard's records come
 *   in their order, so whatever comes at or below a floor has been counted;
 * - which ones are kept follows from the sightings alone: the newest, so many and so long.
 * Another shard, a new one after resharding and another consumer have floors of their own or the same to compare with.
 */
export interface Trail {
  /** Completed transactions, or updates. */
  readonly count: number;
  /** In ten-thousandths, by currency. */
  readonly sums: ReadonlyMap<string, bigint>;
  /** Highest sequence number that is no longer kept, by shard. */
  readonly floors: ReadonlyMap<number, bigint>;
  /** Newest first. */
  readonly recent: readonly Sighting[];
}
export type Profile = Readonly<Record<Track, Trail>>;

/** How many sightings are kept, so that an item has a bound; and how long, so that most are small. */
export const KEPT: Readonly<Record<Track, number>> = { transactions: 24, customer_updates: 12 };
export const KEPT_MS = 86_400_000;
/** Shards that a customer's floors are kept of; those with the oldest records go first. */
const MOST_FLOORS = 32;

const NOTHING: Trail = { count: 0, sums: new Map(), floors: new Map(), recent: [] };
export const EMPTY: Profile = { transactions: NOTHING, customer_updates: NOTHING };

/** Newest first; the key decides between what happened at once. */
export const newestFirst = (a: Sighting, b: Sighting): number =>
  b.at - a.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Of two states of one thing the one that counts. */
const newerState = (a: Sighting, b: Sighting): Sighting => {
  if (a.statedAt !== b.statedAt) return a.statedAt > b.statedAt ? a : b;
  if (a.sequence !== b.sequence) return a.sequence > b.sequence ? a : b;
  return a.shard >= b.shard ? a : b;
};

/** All sightings that are known by name: the kept ones and those of the batch that are not counted yet. */
export function united(known: Trail, delivered: readonly Sighting[]): readonly Sighting[] {
  const byKey = new Map(known.recent.map((sighting) => [sighting.key, sighting]));
  for (const sighting of delivered) {
    const kept = byKey.get(sighting.key);
    if (kept !== undefined) byKey.set(sighting.key, newerState(kept, sighting));
    else if (sighting.sequence > (known.floors.get(sighting.shard) ?? -1n)) {
      byKey.set(sighting.key, sighting);
    }
  }
  return [...byKey.values()].sort(newestFirst);
}

/** Adds what one sighting is worth to totals, or takes it out. */
function counted(sums: Map<string, bigint>, sighting: Sighting, sign: 1n | -1n): number {
  if (!sighting.counts) return 0;
  if (sighting.currency !== '') {
    const sum = (sums.get(sighting.currency) ?? 0n) + sign * sighting.amount;
    sums.set(sighting.currency, sum);
  }
  return Number(sign);
}

function lowered(floors: Map<number, bigint>): ReadonlyMap<number, bigint> {
  if (floors.size <= MOST_FLOORS) return floors;
  const highest = [...floors].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0));
  return new Map(highest.slice(0, MOST_FLOORS));
}

/**
 * What is known after a batch.
 * @param all what `united` gave for it
 */
export function settled(track: Track, known: Trail, all: readonly Sighting[]): Trail {
  const sums = new Map(known.sums);
  let { count } = known;
  for (const sighting of known.recent) count += counted(sums, sighting, -1n);
  for (const sighting of all) count += counted(sums, sighting, 1n);
  const oldest = (all[0]?.at ?? 0) - KEPT_MS;
  const recent = all.slice(0, KEPT[track]).filter(({ at }) => at >= oldest);
  const floors = new Map(known.floors);
  for (const { shard, sequence } of all.slice(recent.length)) {
    if (sequence > (floors.get(shard) ?? -1n)) floors.set(shard, sequence);
  }
  return { count, sums, floors: lowered(floors), recent };
}
