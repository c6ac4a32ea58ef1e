import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays, addSlices, sliceOf } from '../../lambdas/shared/models/slices';
import { configFor } from '../../lib/config';
import { models } from '../sql/models';
import { child } from './child';

export const YEAR = 365;
/** Of the medallion's rows: two lakes are loaded and built, one of them a year of days. */
const SHARE_OF_ROWS = 0.2;
/** The longest lookback over transactions: a month, and the two before it. */
const MONTHS_BEFORE = 2;
const MOVED_KEYS = 'silver.moved_transactions';
/** Prod looks for keys on several days once a week. */
const MOVED_KEYS_DAYS = 7;
const MINUTES_A_DAY = 24 * 60;

/** Bytes by model, as Athena would bill them. */
export type ScannedByTable = Readonly<Record<string, number>>;

/** Each: what changed rows of one day cost on a year, over the same on that day's own slices: its months and lookbacks. */
export interface IncrementalBench {
  /** A day on prod's schedule: every run of it finds news, daily models are refreshed once, keys looked through once a week. */
  readonly ratio: number;
  /** A run between two refreshes. */
  readonly runRatio: number;
  /** One change, after which everything is refreshed once; keys once a week. */
  readonly refreshRatio: number;
  /** The same with a look through all keys. */
  readonly everyRunRatio: number;
  readonly yearBytes: number;
  readonly ownBytes: number;
  /** The model whose bytes grow most with history. */
  readonly growsMost: string;
}

/** @param rows of the medallion's bench: a fifth of them make the year here */
export async function benchIncremental(rows: number): Promise<IncrementalBench> {
  const endDate = addDays(new Date().toISOString().slice(0, 10), -1);
  const first = addSlices('month', sliceOf('month', endDate), -MONTHS_BEFORE);
  const own = Math.round((Date.parse(endDate) - Date.parse(first)) / 86_400_000) + 1;
  const year = await scanned(rows * SHARE_OF_ROWS, YEAR);
  const alone = await scanned(rows * SHARE_OF_ROWS, own);
  const ratio = (times: Times): number => total(year, times) / total(alone, times);
  const growth = (model: string): number => (year[model] ?? 0) - (alone[model] ?? 0);
  const [growsMost = ''] = Object.keys(year).sort((one, other) => growth(other) - growth(one));
  const once = { runs: 1, refreshes: 1, looks: 1 / MOVED_KEYS_DAYS };
  return {
    ratio: ratio({ ...once, runs: runsOfProd() }),
    runRatio: ratio({ runs: 1, refreshes: 0, looks: 0 }),
    refreshRatio: ratio(once),
    everyRunRatio: ratio({ ...once, looks: 1 }),
    yearBytes: total(year, { ...once, looks: 1 }),
    ownBytes: total(alone, { ...once, looks: 1 }),
    growsMost,
  };
}

const runsOfProd = (): number => MINUTES_A_DAY / configFor('prod').schedule.everyMinutes;

/** How often models are built. */
interface Times {
  readonly runs: number;
  readonly refreshes: number;
  readonly looks: number;
}
const paces = new Map(models.map(({ name, refresh }) => [name, refresh]));

function total(bytes: ScannedByTable, { runs, refreshes, looks }: Times): number {
  const times = (model: string): number => {
    const pace = paces.get(model);
    if (model === MOVED_KEYS || pace === 'weekly') return looks;
    return pace === 'daily' ? refreshes : runs;
  };
  return Object.entries(bytes).reduce((sum, [model, one]) => sum + one * times(model), 0);
}

/** What the run after one changed day scans in a lake that keeps so many days of the year. */
async function scanned(rows: number, days: number): Promise<ScannedByTable> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-bench-'));
  try {
    return await child<ScannedByTable>('incremental-run.ts', [home, String(rows), String(days)]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
