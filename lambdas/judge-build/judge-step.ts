import { modelNamed } from '../shared/models/load';
import type { CompiledModels, Model } from '../shared/models/model';
import { type BuildEvent, parseBuildEvent } from '../shared/plans/build-event';
import { stagingTable } from '../shared/plans/places';
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
    await ports.dropStaging(stagingTable(model, plan, attempt));
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
  await ports.dropStaging(stagingTable(build.model, build.plan, build.event.attempt));
  return step;
}

async function fail(
  { event, model, plan, files }: Build,
  ports: StepPorts,
  { error, message }: { readonly error: string; readonly message: string },
): Promise<NextStep> {
  const { run, build, attempt } = event;
  await files.writeOutcome(failedOutcome(model, build, message));
  await ports.dropStaging(stagingTable(model, plan, attempt));
  return { run, build, attempt, next: 'fail', error, message };
}

function caughtOf({ error, cause, stage }: Readonly<Record<string, unknown>>): CaughtError {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { error: text(error), cause: text(cause), stage: text(stage) };
}

function queriesOf({ queries }: Readonly<Record<string, unknown>>): QueryIds {
  const ids: Readonly<Record<string, unknown>> =
    typeof queries === 'object' && queries !== null ? { ...queries } : {};
  if (typeof ids.ctas === 'string' && typeof ids.audit === 'string') {
    return { ctas: ids.ctas, audit: ids.audit };
  }
  throw new Error('judge-build: op "verdict" needs the ids of the queries ctas and audit');
}
