import { createHash } from 'node:crypto';
import type { SliceState } from '../shared/ledger/slices';

/** Slices of one batch: its statements stay short, and a failure costs little. */
const BATCH = 100;

export interface PendingSlice {
  readonly slice: string;
  readonly rows: number;
  /** Names what is to be loaded. */
  readonly mark: string;
}

/** Names what a slice was published as, and the shape of the table that takes it: 16 hex. */
const markOf = (location: string, shape: string): string =>
  createHash('sha256').update(`${shape} ${location}`).digest('hex').slice(0, 16);

/**
 * Slices that the warehouse does not hold as they are published, in order: new ones, those built again or rolled
 * back, and those whose load failed before.
 */
export const pendingSlices = (
  published: ReadonlyMap<string, SliceState>,
  loaded: ReadonlyMap<string, string>,
  shape: string,
): readonly PendingSlice[] =>
  [...published.values()]
    .flatMap(({ published: now }) =>
      now ? [{ slice: now.slice, rows: now.rows, mark: markOf(now.location, shape) }] : [],
    )
    .filter(({ slice, mark }) => loaded.get(slice) !== mark)
    .sort((a, b) => (a.slice < b.slice ? -1 : 1));

export const nextBatch = (pending: readonly PendingSlice[]): readonly PendingSlice[] =>
  pending.slice(0, BATCH);

/**
 * Names a batch of a run. The Data API runs what it is sent twice under one token once, and answers a failed batch
 * by its failure: another run tries again.
 * @param run ARN of the execution
 */
export const batchToken = (run: string, table: string, batch: readonly PendingSlice[]): string =>
  createHash('sha256')
    .update([run, table, ...batch.map(({ slice, mark }) => `${slice} ${mark}`)].join('\n'))
    .digest('hex');
