import type { RunItem } from '../shared/ledger/items';

const MINUTE_MS = 60_000;
export type Layer = 'silver' | 'gold';

const layerOf = (model: string): string => model.split('.')[0] ?? '';

/** Whether a run left a layer holding all that had arrived before it. */
function leftFresh(run: RunItem, layer: Layer, blocked: readonly string[]): boolean {
  if (run.status === 'NOTHING_TO_DO') return !blocked.some((model) => layerOf(model) === layer);
  if (run.status === 'RUNNING' || run.error !== undefined) return false;
  const own = (run.tables ?? []).filter(({ model }) => layerOf(model) === layer);
  return own.every(({ status }) => status === 'published');
}

/**
 * How old what readers see of a layer may be, in minutes: everything that had arrived when the newest good run
 * began is in it. A quiet run is a good one: there was nothing to build.
 * @param runs newest first
 * @param blocked models with slices that an audit holds back
 * @param now epoch milliseconds
 * @returns the age of the oldest known run when none was good; undefined before the first
 */
export function layerAge(
  layer: Layer,
  runs: readonly RunItem[],
  blocked: readonly string[],
  now: number,
): number | undefined {
  const seen = runs.find((run) => leftFresh(run, layer, blocked)) ?? runs.at(-1);
  if (seen === undefined) return undefined;
  return Math.max(0, Math.floor((now - Date.parse(seen.startedAt)) / MINUTE_MS));
}

/** Minutes since the newest arrival. */
export const arrivalAge = (newest: number, now: number): number =>
  Math.max(0, Math.floor((now - newest) / MINUTE_MS));
