import { daysAfter, FAILED_DAYS, type Leftovers } from '../shared/ledger/leftovers';
import { membersOf } from '../shared/members';
import { modelNamed } from '../shared/models/load';
import type { CompiledModels, Model } from '../shared/models/model';
import { type BuildEvent, parseBuildEvent } from '../shared/plans/build-event';
import { leaveJob } from '../shared/plans/job-leftovers';
import { attemptPrefix, stagingTable } from '../shared/plans/places';
import type { BuildPlan } from '../shared/plans/plan';
import { runFiles, type RunFiles } from '../shared/plans/store';
import type { CaughtError } from './classify';
import { afterFailure, failedOutcome, MOST_ATTEMPTS, type NextStep, retryAfter } from './failure';
import { judgeBuild, type JudgePorts, type QueryIds } from './verdict';

export interface StepPorts extends JudgePorts {
  readonly compiled: CompiledModels;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly dropStaging: (table: string) => Promise<void>;
  readonly leftovers: Leftovers;
}
interface Build {
  readonly event: BuildEvent;
  readonly model: Model;
  readonly plan: BuildPlan;
  readonly files: RunFiles;
}

export const judgeStep =
  (ports: StepPorts) =>
  async (message: unknown): Promise<NextStep> => {
    const event = parseBuildEvent(message);
    const files = runFiles(ports.results, event.run);
    const plan = await files.build(event.build);
    const build = { event, plan, files, model: modelNamed(ports.compiled, plan.model) };
    if (event.op === 'failure') return failureStep(ports, build, caughtOf(event));
    return verdictStep(ports, build, queriesOf(event));
  };

async function verdictStep(
  ports: StepPorts,
  { event, model, plan, files }: Build,
  queries: QueryIds,
): Promise<NextStep> {
  const { run, build, attempt } = event;
  const judgement = await judgeBuild(ports, model, plan, event, queries);
  if ('verdict' in judgement) {
    await files.writeVerdict(build, judgement.verdict);
    return { run, build, attempt, next: 'publish' };
  }
  if (attempt < MOST_ATTEMPTS) {
    await leave(ports, { event, model, plan, files });
    return retryAfter(event, 'retryable', ports.random());
  }
  return fail({ event, model, plan, files }, ports, {
    error: 'Sluice.BuildFailed',
    message: `${model.file}: ${judgement.fault}, in each of ${MOST_ATTEMPTS} attempts`,
  });
}

async function failureStep(ports: StepPorts, build: Build, caught: CaughtError): Promise<NextStep> {
  const step = afterFailure(build.model, build.event, caught, ports.random());
  if (step.next === 'fail') return fail(build, ports, step);
  await leave(ports, build);
  return step;
}

async function fail(
  { event, model, plan, files }: Build,
  ports: StepPorts,
  { error, message }: { readonly error: string; readonly message: string },
): Promise<NextStep> {
  const { run, build, attempt } = event;
  await files.writeOutcome(failedOutcome(model, build, message));
  await leave(ports, { event, model, plan, files });
  return { run, build, attempt, next: 'fail', error, message };
}

/** An attempt that failed: its table goes, and its objects once nobody wants to look at them. */
async function leave(ports: StepPorts, { event, model, plan }: Build): Promise<void> {
  await ports.leftovers.add({
    location: `s3://${ports.lake.bucket}/${attemptPrefix(model, plan, event.attempt)}`,
    model: model.name,
    slices: plan.slices.map(({ slice }) => slice),
    keepUntil: daysAfter(ports.now(), FAILED_DAYS),
  });
  await ports.dropStaging(stagingTable(model, plan, event.attempt));
  await leaveJob({ ...ports, bucket: ports.lake.bucket }, model, plan, event.attempt);
}

function caughtOf({ error, cause, stage }: Readonly<Record<string, unknown>>): CaughtError {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { error: text(error), cause: text(cause), stage: text(stage) };
}

function queriesOf({ queries }: Readonly<Record<string, unknown>>): QueryIds {
  const { ctas, audit } = membersOf(queries);
  if (typeof ctas === 'string' && typeof audit === 'string') return { ctas, audit };
  throw new Error('judge-build: op "verdict" needs the ids of the queries ctas and audit');
}
