import { membersOf } from '../shared/members';
import type { LoadState } from './load';

export type LoadEvent =
  { readonly op: 'plan' } | { readonly op: 'start' | 'look'; readonly state: LoadState };

/** @throws Error for an event that the machine does not send */
export function parseLoadEvent(event: unknown): LoadEvent {
  const { op, ...members } = membersOf(event);
  if (op === 'plan') return { op };
  const { table, run } = members;
  if ((op !== 'start' && op !== 'look') || typeof table !== 'string' || typeof run !== 'string') {
    throw new Error('load-warehouse: the event needs op plan, or start or look with table and run');
  }
  const { slices, rows } = members;
  const { id, token, startedAt } = membersOf(members.batch);
  const isRunning =
    typeof id === 'string' && typeof token === 'string' && typeof startedAt === 'number';
  const state: LoadState = {
    table,
    run,
    next: 'start',
    slices: typeof slices === 'number' ? slices : 0,
    rows: typeof rows === 'number' ? rows : 0,
    ...(isRunning && { batch: { id, token, startedAt } }),
  };
  return { op, state };
}
