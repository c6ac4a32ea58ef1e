import { setTimeout as pause } from 'node:timers/promises';
import { bucketName, ledgerTableName, machineArn } from '../lambdas/shared/names';
import { openLedger } from '../lambdas/shared/ledger/ledger';
import type { Ledger } from '../lambdas/shared/ledger/ledger';
import type { RunItem } from '../lambdas/shared/ledger/items';
import { objectsOf } from '../lambdas/shared/objects';
import type { Outcome } from '../lambdas/shared/plans/plan';
import { runFiles } from '../lambdas/shared/plans/store';
import { runIdOf } from '../lambdas/shared/plans/run-id';
import { nextLookMs } from './next-look';
import type { Lake } from './target';

/** Input of the machine `medallion`. */
export interface RunInput {
  readonly from?: string;
  readonly to?: string;
  readonly dates?: readonly string[];
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly apply?: string;
}
export interface Started {
  readonly executionArn: string;
  readonly run: string;
  readonly startedAt: Date;
}
export interface Ended {
  readonly status: string;
  /** What the machine answered, parsed. */
  readonly output: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly tookMs: number;
}

export async function startRun(lake: Lake, input: RunInput): Promise<Started> {
  const sfn = await lake.clients.sfn();
  const { executionArn, startDate } = await sfn.startExecution({
    stateMachineArn: machineArn(lake.place, 'medallion'),
    input: JSON.stringify(input),
  });
  if (executionArn === undefined || startDate === undefined) {
    throw new Error('step functions started nothing');
  }
  const run = runIdOf(startDate.toISOString(), executionArn);
  return { executionArn, run, startedAt: startDate };
}

/** What `followRun` tells while a run goes on. */
export interface Watcher {
  /** A level's builds are known. */
  planned(builds: readonly string[]): void;
  /** A build ended. */
  built(outcome: Outcome): void;
}

/** Waits for the end of a run; tells the watcher of builds as they are planned and end. */
export async function followRun(lake: Lake, started: Started, watcher: Watcher): Promise<Ended> {
  const sfn = await lake.clients.sfn();
  const look = lookAtBuilds(lake, started.run, watcher);
  const since = Date.now();
  for (;;) {
    const { status, output, error, cause, stopDate } = await sfn.describeExecution({
      executionArn: started.executionArn,
    });
    await look();
    if (status !== undefined && status !== 'RUNNING') {
      const tookMs = (stopDate ?? started.startedAt).getTime() - started.startedAt.getTime();
      return { status, output: parsed(output), error, cause, tookMs };
    }
    await pause(nextLookMs(lake, Date.now() - since));
  }
}

/** Reads the run's plan files: what is planned, and what has ended since the last look. */
function lookAtBuilds(lake: Lake, run: string, watcher: Watcher): () => Promise<void> {
  const results = objectsOf(() => lake.clients.s3(), bucketName(lake.place, 'results'));
  const files = runFiles(results, run);
  const open = new Set<string>();
  let nextLevel = 0;
  return async () => {
    for (
      let plan = await files.findLevel(nextLevel);
      plan;
      plan = await files.findLevel(nextLevel)
    ) {
      nextLevel += 1;
      for (const build of plan.builds) open.add(build);
      watcher.planned(plan.builds);
    }
    const outcomes = await Promise.all([...open].map((build) => files.findOutcome(build)));
    for (const outcome of outcomes) {
      if (outcome === undefined) continue;
      open.delete(outcome.build);
      watcher.built(outcome);
    }
  };
}

export const ledgerOf = (lake: Lake): Ledger =>
  openLedger(() => lake.clients.dynamo(), ledgerTableName(lake.place.env));

/** The ledger's summary of a run; undefined when it wrote none. */
export async function runSummary(lake: Lake, run: string): Promise<RunItem | undefined> {
  const latest = await ledgerOf(lake).runs.latest(20);
  return latest.find((item) => item.run === run);
}

function parsed(output: string | undefined): unknown {
  if (output === undefined) return undefined;
  const value: unknown = JSON.parse(output);
  return value;
}
