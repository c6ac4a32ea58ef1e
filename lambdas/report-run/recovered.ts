import type { RunItem } from '../shared/ledger/items';

/** A run every 15 minutes: who has been quiet for ten hours since the failure needs no all-clear. */
export const RUNS_TO_LOOK_AT = 40;

/**
 * Whether the last run that did something, before `run`, did not succeed. One that is still marked as running
 * holds no lease any more: it was stopped or took too long.
 * @param latest newest first; `run` itself may be among them
 */
export function isAfterFailure(latest: readonly RunItem[], run: string): boolean {
  const before = latest.find((other) => other.run !== run && other.status !== 'NOTHING_TO_DO');
  return before !== undefined && before.status !== 'SUCCEEDED';
}
