import { endedBuilds, plannedLevels } from '../shared/plans/ended';
import type { BuildPlan, LevelPlan, Plan } from '../shared/plans/plan';
import { runFiles, type RunFiles } from '../shared/plans/store';
import { addDays } from '../shared/models/slices';
import { batchesOf } from './batches';
import { newsOf } from './draft';
import { withReadableBytes } from './estimate';
import { joinSlices } from './forced';
import { InputsBook } from './listing';
import { type OpsNews, opsNewsOf, opsPins } from './ops';
import { joinDays, pinsOf, unpinned, writePins } from './pins';
import { isDayDataset, modelsTakingPart } from '../shared/plans/deployed';
import { bronzeOfPorts, type PlanPorts } from './ports';
import { bronzeRead, type DaysRead } from './reads';
import { type Candidate, candidateSlices } from './candidates';
import { sortCandidates, stoppedBy } from './stops';
import { dependByDays, loadStates, unsettled } from './survey';
import { touchedByModel } from './touch';
import type { World } from '../shared/plans/world';

export interface BuildReference {
  readonly run: string;
  readonly build: string;
}
export interface LevelResult {
  readonly builds: readonly BuildReference[];
}

/**
 * Step `PlanLevel` of `medallion`: the builds of one level, which follow from what the levels before
 * it published. Planning a level again answers the same builds.
 */
export async function planLevel(
  ports: PlanPorts,
  { run, level }: { readonly run: string; readonly level: number },
): Promise<LevelResult> {
  const files = runFiles(ports.results, run);
  const before = await files.findLevel(level);
  if (before !== undefined) return referencesOf(run, before);
  const plan = await files.plan();
  const earlier = await plannedLevels(files, level);
  const book = new InputsBook(bronzeOfPorts(ports), await files.inputs());
  const ended = await endedBuilds(files, earlier);
  const ops = await opsNewsOf(ports, { run: { plan, files }, level, ended });
  const { world, changed, candidates } = await candidatesOf(ports, { plan, level, book, ops });
  const stopped = stoppedBy(
    ended,
    earlier.flatMap(({ skipped }) => skipped),
  );
  const { free, skipped } = sortCandidates(candidates, world, stopped);
  const builds = longestFirst(
    withReadableBytes(
      batchesOf(free, ports.settings.slicesPerBatch, { run, fence: plan.fence, asOf: plan.asOf }),
      { world, inputs: book.inputs },
    ),
  );
  const pinned = await pin(ports, { plan, level, book, world, ops }, free, earlier);
  const levelPlan: LevelPlan = {
    level,
    builds: builds.map(({ build }) => build),
    skipped,
    changed,
    pinned,
  };
  await writeLevel(files, book, builds, levelPlan);
  return referencesOf(run, levelPlan);
}

/** So that no long build begins when all others have ended, and the level waits for it alone. */
const longestFirst = (builds: readonly BuildPlan[]): readonly BuildPlan[] =>
  [...builds].sort((one, other) => (other.readableBytes ?? 0) - (one.readableBytes ?? 0));

/** The level's own file is written last: with it, all that it names is there. */
async function writeLevel(
  files: RunFiles,
  book: InputsBook,
  builds: readonly BuildPlan[],
  plan: LevelPlan,
): Promise<void> {
  await files.writeInputs(book.inputs);
  for (const build of builds) await files.writeBuild(build);
  await files.writeLevel(plan);
}

const referencesOf = (run: string, { builds }: LevelPlan): LevelResult => ({
  builds: builds.map((build) => ({ run, build })),
});

interface Looking {
  readonly plan: Plan;
  readonly level: number;
  readonly book: InputsBook;
  readonly ops: OpsNews;
}

async function candidatesOf(ports: PlanPorts, { plan, level, book, ops }: Looking) {
  const models = modelsTakingPart(ports);
  const since = addDays(plan.asOf, -ports.settings.retentionDays);
  const own = (plan.levels[level] ?? []).flatMap((name) => models.get(name) ?? []);
  const world: World = {
    models,
    isDayDataset: isDayDataset(ports),
    known: plan.known,
    states: await loadStates(ports, own, models),
    asOf: plan.asOf,
    since,
    opsRead: ops.read,
  };
  const parts = await dependByDays(ports, models, since);
  const changed = { run: unsettled(parts, 'run'), daily: unsettled(parts, 'daily') };
  const touched = touchedByModel(world, {
    ...newsOf(ports, {
      changed: {
        run: [...withoutParts(plan.changed.run, models), ...changed.run],
        daily: [...withoutParts(plan.changed.daily, models), ...changed.daily],
      },
      due: plan.refresh.due,
    }),
    extra: joinSlices(joinSlices(plan.forced, plan.rebuilding), ops.concerned),
  });
  const candidates = await candidateSlices(own, touched, plan.forced, { world, book });
  return { world, changed, candidates };
}

/** Parts of `dependBy` tables are read anew before each level; the run's start knows older ones. */
const withoutParts = (versions: Plan['changed']['run'], models: World['models']) =>
  versions.filter(({ dataset }) => !models.has(dataset));

interface Pinning extends Looking {
  readonly world: World;
}

/** Pins every object of every day that the builds read and no level before has pinned. */
async function pin(
  { lake, glue }: PlanPorts,
  { plan, level, book, world, ops }: Pinning,
  slices: readonly Candidate[],
  earlier: readonly LevelPlan[],
): Promise<DaysRead> {
  const read = joinDays(slices.map(({ model, slice }) => bronzeRead(model, slice, world)));
  const pinned = unpinned(read, joinDays(earlier.map((one) => one.pinned)));
  const inputs = await book.need(pinned);
  const pins = [...pinsOf(lake.bucket, inputs, pinned), ...opsPins(lake.bucket, ops, slices)];
  await writePins({ lake, glue }, { run: plan.run, level }, pins);
  return pinned;
}
