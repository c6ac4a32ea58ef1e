import { eachLimited } from '../shared/each-limited';
import { scaled } from '../shared/gate/decimal';
import type { Fields } from '../shared/ledger/fields';
import type { Table } from '../shared/ledger/table';
import { amountText } from './alert';
import { pack, unpack } from './pack';
import { EMPTY, type Profile, type Trail } from './profile';
import { PLACES, type Track } from './sighting';

/** A profile as it was read; 0 when there is none. */
export interface Known {
  readonly profile: Profile;
  readonly version: number;
}
export interface Profiles {
  /** By token; every token has an entry. */
  read(tokens: readonly string[]): Promise<ReadonlyMap<string, Known>>;
  /** @returns whether it was still the version that was read */
  write(token: string, profile: Profile, version: number): Promise<boolean>;
}

/** What DynamoDB reads in one call, and calls at the same time. */
const KEYS_PER_READ = 100;
const PARALLEL = 4;

const NOBODY: Known = { profile: EMPTY, version: 0 };
const PREFIX = 'profile#';
const keyOf = (token: string) => ({ pk: `${PREFIX}${token}`, sk: 'profile' });

/** Attributes of each stream: their count, their sums, their bytes. */
const NAMES: Readonly<Record<Track, readonly [count: string, sums: string, bytes: string]>> = {
  transactions: ['transactions', 'sums', 't'],
  customer_updates: ['updates', 'update_sums', 'u'],
};

function trailOf(item: Fields, track: Track): Trail {
  const [count, sums, bytes] = NAMES[track];
  const packed = item.raw(bytes);
  if (!(packed instanceof Uint8Array)) return EMPTY[track];
  const texts = Object.entries(item.textMap(sums) ?? {});
  return {
    count: item.number(count),
    sums: new Map(texts.map(([currency, text]) => [currency, scaled(text, PLACES)])),
    ...unpack(packed, track),
  };
}

function attributesOf(profile: Profile, track: Track) {
  const trail = profile[track];
  if (trail === EMPTY[track]) return {};
  const [count, sums, bytes] = NAMES[track];
  const texts = [...trail.sums].filter(([, sum]) => sum !== 0n).sort();
  return {
    [count]: trail.count,
    ...(texts.length > 0 && {
      [sums]: Object.fromEntries(texts.map(([currency, sum]) => [currency, amountText(sum)])),
    }),
    [bytes]: pack(trail),
  };
}

/** What people see when they look at an item: when and where the customer was last. */
function lastSeen({ transactions, customer_updates: updates }: Profile) {
  const all = [...transactions.recent, ...updates.recent].sort((a, b) => b.at - a.at);
  const isIn = ({ country }: { readonly country: string }): boolean => country !== '';
  return {
    last_seen: new Date(all[0]?.at ?? 0).toISOString(),
    last_country: all.find(isIn)?.country,
    last_login_country: all.find((one) => one.kind === 'login' && isIn(one))?.country,
  };
}

/** @param keepSeconds how long a profile outlives its last write */
export const profilesOf = (table: Table, keepSeconds: number, now: () => number): Profiles => ({
  async read(tokens) {
    const parts = Array.from({ length: Math.ceil(tokens.length / KEYS_PER_READ) }, (_, index) =>
      tokens.slice(index * KEYS_PER_READ, (index + 1) * KEYS_PER_READ),
    );
    const read = await eachLimited(parts, PARALLEL, (part) => table.batchGet(part.map(keyOf)));
    const items = read.flat();
    const found = new Map(
      items.map((item) => [
        item.text('pk').slice(PREFIX.length),
        {
          profile: {
            transactions: trailOf(item, 'transactions'),
            customer_updates: trailOf(item, 'customer_updates'),
          },
          version: item.number('version'),
        },
      ]),
    );
    return new Map(tokens.map((token) => [token, found.get(token) ?? NOBODY]));
  },

  write: (token, profile, version) =>
    table.put(
      keyOf(token),
      {
        ...attributesOf(profile, 'transactions'),
        ...attributesOf(profile, 'customer_updates'),
        ...lastSeen(profile),
        version: version + 1,
        ends: Math.floor(now() / 1000) + keepSeconds,
      },
      version === 0
        ? { expression: 'attribute_not_exists(pk)' }
        : {
            expression: '#version = :seen',
            names: { '#version': 'version' },
            values: { ':seen': version },
          },
    ),
});
