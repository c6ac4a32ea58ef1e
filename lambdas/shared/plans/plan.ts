import type { DayVersion } from '../ledger/days';
import type { StoredObject } from '../objects';

/**
 * The files of a run, `plans/<run>/…` in the results bucket. States of the machines carry references
 * to them only, so that a payload stays small however many tables and slices there are.
 */

/** What a run was asked for; `{}` is the scheduled run. */
export interface RunRequest {
  /** Rebuild what these days touch, changed or not. */
  readonly days?: readonly string[];
  /** Rebuild every retained slice. */
  readonly full?: boolean;
  /** Estimate only. */
  readonly dryRun?: boolean;
  /** Rebuild what a pending change of this model waits for. */
  readonly apply?: string;
}

export type ByDataset<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;
/** Objects of bronze by dataset and day, as listed once: the whole run reads these and no others. */
export type Inputs = ByDataset<readonly StoredObject[]>;
export type SlicesByModel = Readonly<Record<string, readonly string[]>>;

/** `plan.json`: decided once, when the run starts. */
export interface Plan {
  readonly run: string;
  readonly execution: string;
  readonly fence: number;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** `YYYY-MM-DD`, the value of `${as_of}`. */
  readonly asOf: string;
  readonly request: RunRequest;
  /** Names of the models of each level, lowest level first; models that take no part are not in it. */
  readonly levels: readonly (readonly string[])[];
  /** The day that `daily` models are refreshed for, and those that are due. */
  readonly refresh: { readonly day: string; readonly due: readonly string[] };
  /** Days of bronze that `run` models, and `daily` models, have not been built from. */
  readonly changed: { readonly run: readonly DayVersion[]; readonly daily: readonly DayVersion[] };
  /** Retained days of each bronze dataset when the run started, oldest first. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** Slices to rebuild even if nothing changed. */
  readonly forced: SlicesByModel;
  /** Slices of changed models, and those that other checks stopped, to look at whatever days changed. */
  readonly rebuilding: SlicesByModel;
}

/** `level-<n>.json` */
export interface LevelPlan {
  readonly level: number;
  readonly builds: readonly string[];
  /** Slices that are not built because of what they depend on. */
  readonly skipped: readonly SkippedSlice[];
  /** Days of `dependBy` tables that changed until this level began. */
  readonly changed: Plan['changed'];
  /** Days of bronze whose objects this level pinned first. */
  readonly pinned: Readonly<Record<string, readonly string[]>>;
}
export interface SkippedSlice {
  readonly model: string;
  readonly slice: string;
  readonly reason: string;
}

/** `builds/<id>.json`: one model, one batch of slices. */
export interface BuildPlan {
  readonly run: string;
  readonly build: string;
  readonly model: string;
  readonly batch: number;
  readonly fence: number;
  readonly asOf: string;
  readonly slices: readonly PlannedSlice[];
  /** Of all objects and slices that its statements may read, columns and pages not yet pruned. */
  readonly readableBytes?: number;
}
export interface PlannedSlice {
  readonly slice: string;
  readonly signature: string;
  /** False when there is nothing at all to read: then the slice is empty on purpose. */
  readonly hasInputs: boolean;
}

/** `verdicts/<id>.json`: what the audit says of each slice of a build. */
export interface Verdict {
  readonly attempt: number;
  /** ISO 8601 UTC. */
  readonly judgedAt: string;
  readonly scannedBytes: number;
  readonly slices: readonly SliceVerdict[];
}
export interface SliceVerdict {
  readonly slice: string;
  readonly rows: number;
  readonly bytes: number;
  readonly location: string;
  /** Not empty: the slice is not published. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What each check of the model counted, by its id. */
  readonly failing: Readonly<Record<string, number>>;
  readonly sums: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<string, string>>;
}

/** `outcomes/<id>.json`: how a build ended. */
export interface Outcome {
  readonly build: string;
  readonly model: string;
  readonly status: 'published' | 'blocked' | 'failed';
  /** ISO 8601 UTC; absent for a build that published nothing because it failed. */
  readonly publishedAt?: string;
  readonly published: readonly string[];
  readonly blocked: readonly string[];
  readonly rows: number;
  readonly scannedBytes: number;
  readonly reasons: readonly string[];
}
