import { keepHistory } from '../shared/ledger/history';
import type { Leftover } from '../shared/ledger/leftovers';
import type { Ledger } from '../shared/ledger/ledger';
import { MODEL_LAYERS } from '../shared/models/model';
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

const NOTHING: Reaped = { locations: 0, objects: 0, bytes: 0, needed: 0 };

/**
 * Deletes what no publication needs: the exact locations that were noted, after a look at the slices that they
 * might belong to. Ending in between costs nothing but another look.
 * @throws Error when some could not be: after all others, because the notes come in the same order every day
 */
export async function reap(ports: ReapPorts): Promise<Reaped> {
  const due = await ports.ledger.leftovers.due(ports.now());
  const faults: unknown[] = [];
  let reaped = NOTHING;
  for (const leftover of due) {
    try {
      reaped = sumOf(reaped, await reapOne(ports, leftover));
    } catch (error) {
      faults.push(error);
    }
  }
  const [first] = faults;
  if (first !== undefined) {
    const reason = first instanceof Error ? first.message : 'unknown fault';
    const message = `${faults.length} of ${due.length} leftovers could not be reaped, first: ${reason}`;
    throw new Error(message, { cause: first });
  }
  return reaped;
}

async function reapOne(
  { ledger, lake, remove, now }: ReapPorts,
  leftover: Leftover,
): Promise<Reaped> {
  if (await isNeeded(ledger, leftover, now())) return { ...NOTHING, needed: 1 };
  const objects = await lake.list(prefixOf(lake.bucket, leftover));
  await remove(objects.map(({ key }) => key));
  await ledger.leftovers.forget(leftover.location);
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  return { locations: 1, objects: objects.length, bytes, needed: 0 };
}

const sumOf = (one: Reaped, other: Reaped): Reaped => ({
  locations: one.locations + other.locations,
  objects: one.objects + other.objects,
  bytes: one.bytes + other.bytes,
  needed: one.needed + other.needed,
});

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

/** Only an attempt of a run, a slice of one, or what the Spark job of one wrote, below a layer that runs write. */
const ATTEMPT = new RegExp(
  `^(${MODEL_LAYERS.join('|')})/[a-z0-9_]+/(job-)?run=[^/]+/batch=[^/]+/attempt=\\d+/([a-z0-9_]+=[^/]+/)?$`,
);

function prefixOf(bucket: string, { location }: Leftover): string {
  const start = `s3://${bucket}/`;
  const prefix = location.slice(start.length);
  if (!location.startsWith(start) || !ATTEMPT.test(prefix)) {
    throw new Error(`${location} is no attempt of a run in ${start}: nothing was deleted there`);
  }
  return prefix;
}
