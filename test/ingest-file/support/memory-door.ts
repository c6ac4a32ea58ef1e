import { createHash } from 'node:crypto';
import type { Door } from '../../../lambdas/ingest-file/door';
import { LIMITS, type Limits } from '../../../lambdas/ingest-file/limits';
import { settingsFor } from '../../../lambdas/ingest-file/sources';
import { contracts } from '../../../lambdas/shared/contracts';
import { validatorOf } from '../../../lambdas/shared/contracts/validator-of';
import { createGate, GATE_VERSION } from '../../../lambdas/shared/gate/gate';
import type { Ledger } from '../../../lambdas/shared/ledger/ledger';
import { configFor } from '../../../lib/config';

export const settings = configFor('dev').gate;
export const tokens = {
  token: (domain: string, canonical: string): string =>
    `c1_${createHash('sha256').update(`${domain} ${canonical}`).digest('hex').slice(0, 16)}`,
};

export interface World {
  readonly landing: Map<string, { readonly bytes: Uint8Array; readonly lastModified: Date }>;
  readonly lake: Map<string, Buffer>;
  readonly partitions: Set<string>;
  readonly built: Record<string, { sha: string; yaml: string }>;
  /** Names of the door's outside calls, in order; `before` may throw to crash it there. */
  readonly calls: string[];
  before: (call: string, at: number) => void;
  after: (call: string, at: number) => void;
}

export const emptyWorld = (): World => ({
  landing: new Map(),
  lake: new Map(),
  partitions: new Set(),
  built: {},
  calls: [],
  before: () => undefined,
  after: () => undefined,
});

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

/** A door over maps in memory and a real ledger; each outside call can be made to crash. */
export function memoryDoor(
  world: World,
  { files, days }: Ledger,
  limits: Partial<Limits> = {},
): Door {
  const step = async <T>(name: string, work: () => Promise<T> | T): Promise<T> => {
    const at = world.calls.push(name) - 1;
    world.before(name, at);
    const result = await work();
    world.after(name, at);
    return result;
  };
  return {
    open: (key) =>
      step('open', () => {
        const found = world.landing.get(key);
        return found && { chunks: inChunks(found.bytes), lastModified: found.lastModified };
      }),
    lake: { put: (key, bytes) => step('put', () => void world.lake.set(key, Buffer.from(bytes))) },
    files: {
      claim: (claim) => step('claim', () => files.claim(claim)),
      finish: (file) => step('finish', () => files.finish(file)),
      fail: (file, reason) => step('fail', () => files.fail(file, reason)),
      replace: (file) => step('replace', () => files.replace(file)),
      note: (file) => step('note', () => files.note(file)),
      list: (dataset) => files.list(dataset),
      versions: (dataset, sha256) => step('versions', () => files.versions(dataset, sha256)),
    },
    days: { raise: (dataset, day) => step('raise', () => days.raise(dataset, day)) },
    partitions: {
      register: (found) =>
        step('register', () =>
          found.forEach(({ table, day }) => world.partitions.add(`${table} ${day}`)),
        ),
    },
    sources: {
      built: world.built,
      contracts,
      uploaded: async (key) => {
        const found = world.landing.get(key);
        return found && Buffer.from(found.bytes).toString();
      },
    },
    gate: async (contract, recipe, now) =>
      createGate(contract, {
        settings: settingsFor(settings, recipe),
        tokens,
        isCanonical: await validatorOf(contract),
        now: () => now,
      }),
    gateVersion: GATE_VERSION,
    limits: { ...LIMITS, ...limits },
  };
}

/** sha256 of every object by key. */
export const digests = (world: World): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...world.lake]
      .map(([key, bytes]) => [key, createHash('sha256').update(bytes).digest('hex')] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
