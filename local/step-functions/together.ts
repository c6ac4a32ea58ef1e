import { setMaxListeners } from 'node:events';
import { Stopped } from './failure';

/**
 * The results of all jobs, at most `limit` at once (0: all). The first failure aborts the others
 * and is thrown once every started job has settled.
 */
export async function together<T>(
  jobs: readonly ((signal: AbortSignal) => Promise<T>)[],
  limit: number,
  outer: AbortSignal,
): Promise<readonly T[]> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  setMaxListeners(0, signal);
  const results: T[] = [];
  let failure: { readonly error: unknown } | undefined;
  const waiting = jobs.entries();
  async function work(): Promise<void> {
    for (const [index, job] of waiting) {
      if (signal.aborted) return;
      try {
        results[index] = await job(signal);
      } catch (error) {
        failure ??= { error };
        controller.abort(new Stopped('another branch failed'));
      }
    }
  }
  const width = limit === 0 ? jobs.length : Math.min(limit, jobs.length);
  await Promise.all(Array.from({ length: width }, work));
  outer.throwIfAborted();
  if (failure) throw failure.error;
  return results;
}
