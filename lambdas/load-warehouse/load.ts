import { eachLimited } from '../shared/each-limited';
import type { Ledger } from '../shared/ledger/ledger';
import { loadStatements } from '../shared/warehouse/load-sql';
import { shapeOf, type LoadedModel } from '../shared/warehouse/table';
import { batchToken, nextBatch, pendingSlices, type PendingSlice } from './pending';
import { scrubLoad } from './scrub-load';
import type { Statements } from './statements';

export interface LoadPorts {
  readonly ledger: Pick<Ledger, 'slices' | 'loads'>;
  readonly statements: Statements;
  /** Models with a copy in the warehouse, by name. */
  readonly models: ReadonlyMap<string, LoadedModel>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /**
   * The day whose tables are loaded now, each once; undefined: with every run. A warehouse that is woken every
   * quarter of an hour works a minute each time, and costs more than all other queries together.
   */
  readonly day: () => string | undefined;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Where the load of one table stands: what the machine hands from step to step. */
export interface LoadState {
  readonly table: string;
  /** ARN of the execution that loads. */
  readonly run: string;
  readonly next: 'start' | 'wait' | 'done' | 'failed';
  /** Of what this run has loaded so far. */
  readonly slices: number;
  readonly rows: number;
  /** The batch that runs. */
  readonly batch?: { readonly id: string; readonly token: string; readonly startedAt: number };
  /** Why it failed, without a value of a record. */
  readonly reason?: string;
}

/** Longer than any load takes: the workgroup ends a statement after an hour, and a run has less. */
const LONGEST_MS = 30 * 60_000;
/** Ten seconds of the step that starts a batch, while the batch runs. */
const LOOKS = 40;
const PAUSE_MS = 250;
const PARALLEL_READS = 8;

/** Names of the tables whose copies are behind and due: those that failed are so until they are loaded. */
export async function tablesBehind(ports: LoadPorts): Promise<readonly string[]> {
  const models = [...ports.models.values()];
  const behind = await eachLimited(models, PARALLEL_READS, (model) => isBehind(ports, model));
  return models.filter((_, at) => behind[at]).map(({ name }) => name);
}

async function isBehind(ports: LoadPorts, model: LoadedModel): Promise<boolean> {
  const day = ports.day();
  if (day !== undefined && (await ports.ledger.loads.loadedFor(model.name)) === day) return false;
  return (await pendingOf(ports, model)).length > 0;
}

async function pendingOf(
  { ledger }: LoadPorts,
  model: LoadedModel,
): Promise<readonly PendingSlice[]> {
  const [published, loaded] = await Promise.all([
    ledger.slices.of(model.name),
    ledger.loads.of(model.name),
  ]);
  return pendingSlices(published, loaded, shapeOf(model));
}

/**
 * Starts the next batch of a table, and stays by it for a moment: most are short, and a few seconds of a small
 * function cost less than the three more state transitions of a wait, a look and a choice.
 */
export async function startLoad(ports: LoadPorts, state: LoadState): Promise<LoadState> {
  const model = modelOf(ports, state);
  const batch = nextBatch(await pendingOf(ports, model));
  if (batch.length === 0) return done(ports, state);
  const token = batchToken(state.run, model.name, batch);
  const statements = loadStatements(
    model,
    batch.map(({ slice }) => slice),
    rowsOf(batch),
  );
  const id = await ports.statements.start(statements, token);
  const running = { ...state, batch: { id, token, startedAt: ports.now() } };
  let now = await lookAtLoad(ports, running);
  for (let looks = 1; now.next === 'wait' && looks < LOOKS; looks += 1) {
    await ports.pause(PAUSE_MS);
    now = await lookAtLoad(ports, now);
  }
  return now;
}

/** How the batch that runs stands; when it has ended well, its slices are recorded as loaded. */
export async function lookAtLoad(ports: LoadPorts, state: LoadState): Promise<LoadState> {
  const { batch: running, ...rest } = state;
  if (running === undefined) throw new Error(`${state.table}: no batch runs`);
  const { status, message } = await ports.statements.look(running.id);
  if (status === 'failed') return failed(rest, message);
  if (status === 'running') {
    if (ports.now() - running.startedAt <= LONGEST_MS) return { ...state, next: 'wait' };
    await ports.statements.cancel(running.id);
    return failed(rest, `the batch has not ended within ${LONGEST_MS / 60_000} minutes`);
  }
  const model = modelOf(ports, state);
  const pending = await pendingOf(ports, model);
  const batch = nextBatch(pending);
  // Published again meanwhile, e.g. by a rollback: what was loaded is not what is there, and is loaded again.
  if (batchToken(state.run, model.name, batch) !== running.token) return { ...rest, next: 'start' };
  await ports.ledger.loads.add(
    model.name,
    Object.fromEntries(batch.map(({ slice, mark }) => [slice, mark])),
  );
  const loaded: LoadState = {
    ...rest,
    slices: state.slices + batch.length,
    rows: state.rows + rowsOf(batch),
    next: 'start',
  };
  return batch.length < pending.length ? loaded : done(ports, loaded);
}

async function done(ports: LoadPorts, state: LoadState): Promise<LoadState> {
  const day = ports.day();
  if (day !== undefined) await ports.ledger.loads.finish(state.table, day);
  return { ...state, next: 'done' };
}

const failed = (state: LoadState, message: string): LoadState => ({
  ...state,
  next: 'failed',
  reason: scrubLoad(message),
});

const rowsOf = (batch: readonly PendingSlice[]): number =>
  batch.reduce((sum, { rows }) => sum + rows, 0);

function modelOf({ models }: LoadPorts, { table }: LoadState): LoadedModel {
  const model = models.get(table);
  if (model === undefined) throw new Error(`${table} has no copy in the warehouse`);
  return model;
}
