import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays, addSlices, sliceOf } from '../../lambdas/shared/models/slices';
import { child } from './child';

export const YEAR = 365;
/** Of the medallion's rows: two lakes are loaded and built, one of them a year of days. */
const SHARE_OF_ROWS = 0.2;
/** The longest lookback over transactions: a month, and the two before it. */
const MONTHS_BEFORE = 2;
const MOVED_KEYS = 'silver.moved_transactions';
/** Prod looks for keys on several days once a week. */
const MOVED_KEYS_DAYS = 7;

/** Bytes by model, as Athena would bill them. */
export type ScannedByTable = Readonly<Record<string, number>>;

export interface IncrementalBench {
  /** One changed day on a year, over the same on that day's own slices: its months and their lookbacks. Prod's schedule. */
  readonly ratio: number;
  /** The same when all keys are looked through with every run. */
  readonly everyRunRatio: number;
  readonly yearBytes: number;
  readonly ownBytes: number;
  /** Of the growth, the model that has most of it, and its bytes on a year and on the day's own slices. */
  readonly most: string;
}

/** @param rows of the medallion's bench: a fifth of them make the year here */
export async function benchIncremental(rows: number): Promise<IncrementalBench> {
  const endDate = addDays(new Date().toISOString().slice(0, 10), -1);
  const first = addSlices('month', sliceOf('month', endDate), -MONTHS_BEFORE);
  const own = Math.round((Date.parse(endDate) - Date.parse(first)) / 86_400_000) + 1;
  const year = await scanned(rows * SHARE_OF_ROWS, YEAR);
  const alone = await scanned(rows * SHARE_OF_ROWS, own);
  const growth = Object.keys(year)
    .map((model) => ({ model, year: year[model] ?? 0, own: alone[model] ?? 0 }))
    .sort((one, other) => other.year - other.own - (one.year - one.own));
  for (const one of growth) process.stderr.write(`${one.model} ${one.year} ${one.own}\n`);
  return {
    ratio: total(year, MOVED_KEYS_DAYS) / total(alone, MOVED_KEYS_DAYS),
    everyRunRatio: total(year, 1) / total(alone, 1),
    yearBytes: total(year, 1),
    ownBytes: total(alone, 1),
    most: growth[0] === undefined ? '' : `${growth[0].model} ${growth[0].year} ${growth[0].own}`,
  };
}

const total = (bytes: ScannedByTable, movedKeysDays: number): number =>
  Object.entries(bytes).reduce(
    (sum, [model, one]) => sum + (model === MOVED_KEYS ? one / movedKeysDays : one),
    0,
  );

/** What the run after one changed day scans in a lake that keeps so many days of the year. */
async function scanned(rows: number, days: number): Promise<ScannedByTable> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-bench-'));
  try {
    return await child<ScannedByTable>('incremental-run.ts', [home, String(rows), String(days)]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
