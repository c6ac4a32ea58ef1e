import { connect } from 'node:net';
import type { BoundColumn } from '../lambdas/shared/models/bind';
import type { Place } from '../lambdas/shared/names';
import { clientsFor } from './clients';
import type { Clients } from './clients';
import { Failure } from './failure';
import { ROOT } from './home';
import type { Home } from './home';
import { busy, claim, currentOwner } from './owner';
import type { Owner } from './owner';
import { assemblyFor, LAPTOP_ENV, sourceHash } from './synth';

/** The lake that a verb talks to: the laptop's or an account's, by the same AWS calls. */
export interface Lake {
  readonly laptop: boolean;
  readonly place: Place;
  readonly clients: Clients;
  readonly endpoint?: string;
  /** True when the runtime lives in this process and ends with it. */
  readonly inProcess: boolean;
  /** The running runtime was started from other sources than those of now. */
  readonly stale?: boolean;
  /** What differs from an account, for the banner. */
  readonly differences?: readonly string[];
  close(): Promise<void>;
}

export const ATHENA_ENGINES = ['duckdb', 'trino'] as const;
export type AthenaEngine = (typeof ATHENA_ENGINES)[number];

/** What the runtime was started with, for the banner of `up`. */
export interface LaptopOptions {
  readonly home: Home;
  readonly verb: string;
  readonly port?: number;
  readonly schedule?: boolean;
  readonly throttle?: boolean;
  /** What answers Athena's statements; default DuckDB in this process. */
  readonly engine?: AthenaEngine;
  readonly log?: (line: string) => void;
  /** Told before the stacks are synthesized. */
  readonly onSynth?: () => void;
}

/** The laptop's lake: a running `up` when there is one, else a runtime of this process on the same data. */
export async function openLaptop(options: LaptopOptions): Promise<Lake> {
  const owner = await ownerThatServes(options.home);
  if (owner?.endpoint === undefined) return startLaptop(options);
  const stale = owner.assembly !== undefined && owner.assembly !== sourceHash(ROOT);
  return laptopLake(owner.endpoint, { inProcess: false, stale, close: async () => undefined });
}

/** @throws Failure busy when another process holds the data */
export async function startLaptop(options: LaptopOptions): Promise<Lake> {
  const { home, verb, port = 0, onSynth, log, engine, ...switches } = options;
  const trino = engine === 'trino' ? await trinoHere(log) : undefined;
  const claimed = claim(home, verb);
  try {
    const assembly = await assemblyFor(home, onSynth);
    const { start } = await import('../local/runtime');
    const runtime = await start({
      assemblyDir: assembly.dir,
      dataDir: home.dataDir,
      port,
      ...switches,
      ...(trino && { trino }),
      ...(log ? { log } : {}),
    });
    claimed.announce({ endpoint: runtime.endpoint, assembly: assembly.hash });
    return laptopLake(runtime.endpoint, {
      inProcess: true,
      differences: runtime.info.differences,
      async close() {
        await runtime.stop();
        claimed.release();
      },
    });
  } catch (error) {
    claimed.release();
    throw error;
  }
}

/** Java and Trino of this machine, fetched when it is the first time. */
async function trinoHere(tell: LaptopOptions['log']) {
  const [{ installedTrino }, { TrinoAbsent }] = await Promise.all([
    import('../local/trino/fetch'),
    import('../local/trino/java'),
  ]);
  try {
    return installedTrino(tell);
  } catch (error) {
    if (!(error instanceof TrinoAbsent)) throw error;
    throw new Failure('unavailable', error.message, error.remedy, { cause: error });
  }
}

type Rest = Omit<Lake, 'laptop' | 'place' | 'clients' | 'endpoint'>;
function laptopLake(endpoint: string, rest: Rest): Lake {
  const place = { env: LAPTOP_ENV, account: '000000000000', region: 'us-east-1' };
  const clients = clientsFor({ endpoint, region: place.region });
  return { laptop: true, place, clients, endpoint, ...rest };
}

/** Patience with an owner that is just starting, or a verb that is about to end, in milliseconds. */
const PATIENCE = 10_000;
const PAUSE = 100;

async function ownerThatServes(home: Home): Promise<Owner | undefined> {
  for (let waited = 0; ; waited += PAUSE) {
    const owner = currentOwner(home);
    if (owner === undefined) return undefined;
    if (owner.verb === 'up' && (await answers(owner.endpoint))) return owner;
    if (waited >= PATIENCE) throw busy(owner);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** A killed process may be listed for a while after its port is closed. */
function answers(endpoint: string | undefined): Promise<boolean> {
  if (endpoint === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}

/** The laptop's engine without data, to bind statements against tables that have columns only. */
export async function emptyEngine() {
  const [{ createEngine }, { givenTables }] = await Promise.all([
    import('../local/athena/engine'),
    import('../local/athena/given-tables'),
  ]);
  const tables = givenTables();
  const engine = await createEngine({ resolveLocation: (uri) => uri, tables });
  const hive = (type: string): string => HIVE_NAMES[type] ?? type;
  return {
    declare: (name: string, columns: readonly BoundColumn[]) =>
      tables.give(
        engine,
        name,
        columns.map((column) => ({ name: column.name, type: hive(column.type) })),
        [],
      ),
    describe: async (sql: string): Promise<readonly BoundColumn[]> =>
      (await engine.query(sql)).columns,
    close: () => engine.close(),
  };
}
/** Where Glue's name of a type is not Athena's. */
const HIVE_NAMES: Readonly<Record<string, string>> = {
  varchar: 'string',
  'timestamp(3)': 'timestamp',
  integer: 'int',
};
