import { keepHistory } from '../shared/ledger/history';
import type { Leftover } from '../shared/ledger/leftovers';
import type { Ledger } from '../shared/ledger/ledger';
import type { Objects } from '../shared/objects';

export interface ReapPorts {
  readonly ledger: Pick<Ledger, 'leftovers' | 'slices'>;
  readonly lake: Pick<Objects, 'bucket' | 'list'>;
  /** Deletes objects of the lake; throws when one could not be deleted. */
  readonly remove: (keys: readonly string[]) => Promise<void>;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}
export interface Reaped {
  readonly locations: number;
  readonly objects: number;
  readonly bytes: number;
  /** Locations that a slice still needs: they stay, and so does the note. */
  readonly needed: number;
}

/**
 * Deletes what no publication needs: the exact locations that were noted, after a look at the slices that they
 * might belong to. Ending in between costs nothing but another look.
 */
export async function reap({ ledger, lake, remove, now }: ReapPorts): Promise<Reaped> {
  let reaped: Reaped = { locations: 0, objects: 0, bytes: 0, needed: 0 };
  for (const leftover of await ledger.leftovers.due(now())) {
    if (await isNeeded(ledger, leftover, now())) {
      reaped = { ...reaped, needed: reaped.needed + 1 };
      continue;
    }
    const objects = await lake.list(prefixOf(lake.bucket, leftover));
    await remove(objects.map(({ key }) => key));
    await ledger.leftovers.forget(leftover.location);
    reaped = {
      ...reaped,
      locations: reaped.locations + 1,
      objects: reaped.objects + objects.length,
      bytes: reaped.bytes + objects.reduce((sum, { size }) => sum + size, 0),
    };
  }
  return reaped;
}

/**
 * Whether a slice is published there, or can be rolled back to it: its history as of now, not of its last
 * publication, because a slice whose day is over has no next one. An attempt's prefix holds its slices'.
 */
async function isNeeded(
  { slices }: Pick<Ledger, 'slices'>,
  { location, model, slices: names }: Leftover,
  now: string,
): Promise<boolean> {
  const states = await slices.some(model, names);
  return [...states.values()].some(({ published }) =>
    [
      published?.location,
      ...keepHistory(published?.history ?? [], now).map((old) => old.location),
    ].some((used) => used?.startsWith(location) === true),
  );
}

/** Only an attempt of a run, or a slice of one, below a layer that runs write. */
const ATTEMPT =
  /^(silver|silver_restricted|gold)\/[a-z0-9_]+\/run=[^/]+\/batch=[^/]+\/attempt=\d+\/([a-z0-9_]+=[^/]+\/)?$/;

function prefixOf(bucket: string, { location }: Leftover): string {
  const start = `s3://${bucket}/`;
  const prefix = location.slice(start.length);
  if (!location.startsWith(start) || !ATTEMPT.test(prefix)) {
    throw new Error(`${location} is no attempt of a run in ${start}: nothing was deleted there`);
  }
  return prefix;
}
