import type { OpsTable } from '../models/ops-tables';

/** Day of a run, UTC, as its id says: the partition of what it says of itself. */
export const runDate = (run: string): string =>
  `${run.slice(0, 4)}-${run.slice(4, 6)}-${run.slice(6, 8)}`;

/** Below the lake bucket, with a slash at the end. */
export const opsPrefix = (table: OpsTable, date: string): string =>
  `ops/${table}/run_date=${date}/`;

/** The one object that a run writes for a model: written again, it is the same object. */
export const opsKey = (table: OpsTable, run: string, model: string): string =>
  `${opsPrefix(table, runDate(run))}${run}-${model}.parquet`;

const KEY = /\/(\d{8}T\d{6}Z-[0-9a-f]{6})-([a-z_]+\.[a-z0-9_]+)\.parquet$/;

/** Name of the model that an object is about; undefined for anything else that lies there. */
export const modelOfKey = (key: string): string | undefined => KEY.exec(key)?.[2];
