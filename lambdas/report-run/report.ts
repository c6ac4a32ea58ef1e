import type { LoadOutcome, RunItem, TableOutcome } from '../shared/ledger/items';
import type { Objects } from '../shared/objects';
import { endedBuilds, plannedLevels } from '../shared/plans/ended';
import { runIdOf } from '../shared/plans/run-id';
import { modelsTakingPart } from '../shared/plans/deployed';
import { type ExportPorts, exportRun } from '../shared/ops/export';
import { runFiles } from '../shared/plans/store';
import { isAfterFailure, RUNS_TO_LOOK_AT } from './recovered';
import { settleRun, type SettlePorts, type Walked } from './settle';
import { notLoaded, summaryOf, tableOutcomes } from './tables';

export interface ReportEvent {
  readonly execution: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Whether the machine walked all levels. */
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error?: string;
  readonly cause?: string;
  /** How the copies in the warehouse fared, where there is one. */
  readonly loads?: readonly LoadOutcome[];
}
export interface ReportPorts extends SettlePorts {
  readonly results: Objects;
  /** Where what runs say of themselves lies. */
  readonly lake: ExportPorts['lake'];
  readonly glue: ExportPorts['glue'];
  readonly now: () => string;
}
export interface Report {
  readonly run: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly summary: string;
  /** From the run's start. */
  readonly seconds: number;
  /** Of its statements, at the list price. */
  readonly dollars: number;
  /** Tables that were not copied into the warehouse: gold is published all the same. */
  readonly loadsFailed: number;
  /** Whether it is the first good run after a failed one: somebody who was called may rest. */
  readonly recovered: boolean;
  /** Why what it says of itself is not in `ops`, or not all of it. */
  readonly exportFault?: string;
}

/**
 * Step `Report` of `medallion`: settles what was dealt with, writes the summary that `status` shows,
 * and gives the lease back. A run succeeds when no table failed and no audit stopped one.
 */
export async function reportRun(ports: ReportPorts, event: ReportEvent): Promise<Report> {
  const { execution, startedAt } = event;
  const run = runIdOf(startedAt, execution);
  const walked = await readRun(ports, run);
  const tables = walked
    ? tableOutcomes(
        walked.builds,
        walked.levels.flatMap(({ skipped }) => skipped),
      )
    : [];
  const isWhole = event.status === 'SUCCEEDED';
  if (isWhole && walked !== undefined) await settleRun(ports, walked);
  const isGood = isWhole && tables.every(({ status }) => status === 'published');
  const error = isWhole ? undefined : messageOf(event);
  const finishedAt = ports.now();
  const item = {
    run,
    execution,
    status: isGood ? 'SUCCEEDED' : 'FAILED',
    startedAt,
    finishedAt,
    request: walked?.plan.request ?? {},
    tables,
    ...(event.loads !== undefined && { loads: event.loads }),
    ...(error !== undefined && { error }),
  } as const satisfies RunItem;
  const recovered = isGood && isAfterFailure(await ports.ledger.runs.latest(RUNS_TO_LOOK_AT), run);
  await ports.ledger.runs.write(item);
  await ports.ledger.leases.release(execution);
  const exportFault = walked && (await exportBuilds(ports, walked));
  return {
    run,
    status: item.status,
    summary: error ?? summaryOf(tables, event.loads),
    loadsFailed: notLoaded(event.loads).length,
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    dollars: dollarsOf(tables, ports.settings.dollarsPerTerabyte),
    recovered,
    ...(exportFault !== undefined && { exportFault }),
  };
}

const BYTES_PER_TERABYTE = 1e12;
/** @returns US dollars, rounded to a ten thousandth of a cent */
function dollarsOf(tables: readonly TableOutcome[], dollarsPerTerabyte: number): number {
  const bytes = tables.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0);
  return Math.round((bytes / BYTES_PER_TERABYTE) * dollarsPerTerabyte * 1e6) / 1e6;
}

/**
 * Last, and no fault of the run: its tables are what they are, whether or not `ops` tells of them. A fault that
 * was thrown would report the run once more, as failed.
 * @returns why it was not done
 */
async function exportBuilds(
  ports: ReportPorts,
  { plan: { run }, builds }: Walked,
): Promise<string | undefined> {
  try {
    const files = runFiles(ports.results, run);
    await exportRun(ports, { run, files, models: modelsTakingPart(ports) }, builds);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown fault';
  }
}

async function readRun({ results }: ReportPorts, run: string): Promise<Walked | undefined> {
  const files = runFiles(results, run);
  const plan = await files.findPlan();
  if (plan === undefined) return undefined;
  const levels = await plannedLevels(files, plan.levels.length);
  return { plan, levels, builds: await endedBuilds(files, levels) };
}

/** A Lambda's cause is JSON around the message that our own code wrote. */
function messageOf({ error = 'unknown fault', cause = '' }: ReportEvent): string {
  const own = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(cause)?.[1];
  return `${error}${own === undefined ? '' : `: ${own}`}`.slice(0, 500);
}
