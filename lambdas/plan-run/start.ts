import { eachLimited } from '../shared/each-limited';
import { acquireLease } from '../shared/ledger/lease';
import { runIdOf } from '../shared/plans/run-id';
import { runFiles } from '../shared/plans/store';
import type { RunRequest, SkippedSlice } from '../shared/plans/plan';
import { isWhole } from '../shared/plans/world';
import { rememberBlocks } from './blocks';
import { type Busy, busyWith } from './busy';
import { type Draft, draftPlan, type RunIdentity } from './draft';
import { type DryRun, estimateRun } from './dry-run';
import { modelsTakingPart } from '../shared/plans/deployed';
import type { PlanPorts } from './ports';
import { endQuietly, type NothingNew, type Work } from './quiet';
import { parseRequest } from './request';
import { candidateSlices } from './candidates';
import { sortCandidates, stoppedBy } from './stops';
import { touchedByModel } from './touch';

export interface StartEvent {
  readonly request: unknown;
  /** Execution ARN. */
  readonly execution: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
}
export type StartResult =
  | {
      readonly status: 'planned';
      readonly run: string;
      readonly levels: readonly number[];
      readonly parallelBuilds: number;
    }
  | NothingNew
  | Busy
  | DryRun;

const PARALLEL = 8;

/** Step `Plan` of `medallion`: takes the lease and decides whether there is anything to build. */
export async function startRun(ports: PlanPorts, event: StartEvent): Promise<StartResult> {
  const names = [...modelsTakingPart(ports).keys()];
  const request = parseRequest(event.request, names);
  const { execution, startedAt } = event;
  const identity = { run: runIdOf(startedAt, execution), execution, startedAt };
  if (request.dryRun === true) {
    return estimateRun(await draftPlan(ports, identity, request), ports);
  }
  const lease = await acquireLease(ports.ledger.leases, execution, ports.isAlive);
  if (lease.status === 'busy') {
    return busyWith(ports.ledger, lease.holder, request);
  }
  return planRun(ports, identity, request, lease.fence);
}

async function planRun(
  ports: PlanPorts,
  identity: RunIdentity,
  request: RunRequest,
  fence: number,
): Promise<StartResult> {
  const files = runFiles(ports.results, identity.run);
  const before = await files.findPlan();
  if (before !== undefined) return planned(ports, before);
  await finishPublishing(ports);
  await approve(ports, request);
  const draft = await draftPlan(ports, identity, request);
  await rememberWaiting(ports, draft);
  await rememberBlocks(ports.ledger, draft.modelStates.remembered, draft.modelStates.found);
  await showEmpty(ports, draft);
  const work = await findWork(draft);
  if (work === 'none' || work === 'stopped') {
    return endQuietly(ports, identity, draft, work);
  }
  await ports.ledger.runs.write({ ...identity, status: 'RUNNING', request });
  await files.writeInputs(draft.book.inputs);
  await files.writePlan({ ...draft.plan, fence });
  return planned(ports, draft.plan);
}

const planned = ({ settings }: PlanPorts, { run, levels }: Draft['plan']): StartResult => ({
  status: 'planned',
  run,
  levels: levels.map((_, level) => level),
  parallelBuilds: settings.parallelBuilds,
});

/** A crash between ledger and Glue leaves the names of the builds that were publishing. */
async function finishPublishing(ports: PlanPorts): Promise<void> {
  const models = [...modelsTakingPart(ports).values()];
  const states = await ports.ledger.models.of(models.map(({ name }) => name));
  const halfPublished = models.filter(
    ({ name }) => (states.get(name)?.publishing ?? []).length > 0,
  );
  for (const model of halfPublished) {
    await ports.repair(model);
    const builds = states.get(model.name)?.publishing ?? [];
    await ports.ledger.models.endPublishing(model.name, builds);
  }
}

/**
 * A sliced table that has nothing to be built from is there all the same, without rows: what reads it
 * can be built, and people can ask it. A run that had no reason to look at slices knows of none.
 */
async function showEmpty(ports: PlanPorts, { world: { models, states } }: Draft): Promise<void> {
  const empty = [...models.values()].filter((model) => {
    const slices = states.get(model.name);
    if (slices === undefined || isWhole(model)) return false;
    return [...slices.values()].every(({ published }) => published === undefined);
  });
  await eachLimited(empty, PARALLEL, ports.show);
}

/** An approval outlives the run that carried it: a crash in the middle is continued by the next one. */
async function approve(ports: PlanPorts, { apply }: RunRequest): Promise<void> {
  const model = modelsTakingPart(ports).get(apply ?? '');
  if (model === undefined) return;
  const state = (await ports.ledger.models.of([model.name])).get(model.name);
  if (state?.fingerprint === model.fingerprint) return;
  await ports.ledger.models.setPending(model.name, {
    fingerprint: model.fingerprint,
    dollars: state?.pending?.dollars ?? 0,
    approved: true,
  });
}

async function rememberWaiting(ports: PlanPorts, { waiting }: Draft): Promise<void> {
  for (const { model, dollars } of waiting) {
    await ports.ledger.models.setPending(model.name, { fingerprint: model.fingerprint, dollars });
  }
}

/** Whether any slice is to be built; `stopped`: only ones that wait for something an audit blocked. */
async function findWork({ plan, world, book, news }: Draft): Promise<Work> {
  const touched = touchedByModel(world, news);
  const skipped: SkippedSlice[] = [];
  for (const level of plan.levels) {
    const models = level.flatMap((name) => world.models.get(name) ?? []);
    const candidates = await candidateSlices(models, touched, plan.forced, { world, book });
    const sorted = sortCandidates(candidates, world, stoppedBy([], skipped));
    if (sorted.free.length > 0) return 'some';
    skipped.push(...sorted.skipped);
  }
  return skipped.length > 0 ? 'stopped' : 'none';
}
