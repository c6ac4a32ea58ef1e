import { createHash } from 'node:crypto';
import type { Model } from '../models/model';
import type { BuildPlan } from './plan';

/** Where one attempt of a build writes: a fresh prefix, never reused, never inside a published one. */
export const attemptPrefix = (model: Model, { run, batch }: BuildPlan, attempt: number): string =>
  `${model.layer}/${model.table}/run=${run}/batch=${batch}/attempt=${attempt}/`;

/** Where the objects of one slice lie, below the attempt's prefix. */
export const slicePrefix = (model: Model, prefix: string, slice: string): string =>
  model.slice.column === undefined ? prefix : `${prefix}${model.slice.column}=${slice}/`;

/** Where the Spark job of an attempt writes; the build reads it and is all that anybody else reads. */
export const jobPrefix = (model: Model, { run, batch }: BuildPlan, attempt: number): string =>
  `${model.layer}/${model.table}/job-run=${run}/batch=${batch}/attempt=${attempt}/`;

/** Name in database `staging` of what the Spark job wrote. */
export const jobTable = (model: Model, build: BuildPlan, attempt: number): string =>
  `job_${stagingTable(model, build, attempt)}`;

/** Name in database `staging`: Glue's names are lower case, at most 128 characters are queried. */
export function stagingTable(model: Model, { run, batch }: BuildPlan, attempt: number): string {
  const suffix = `${run.toLowerCase().replaceAll('-', '_')}_${batch}_${attempt}`;
  return `${model.layer}_${model.table}`.slice(0, 127 - suffix.length) + `_${suffix}`;
}

/** Athena starts one query per token, whatever is retried; another attempt is another query. */
export const queryToken = (
  { run, build }: BuildPlan,
  attempt: number,
  stage: string,
  sql: string,
): string =>
  createHash('sha256').update([run, build, attempt, stage, sql].join('\n')).digest('hex');
