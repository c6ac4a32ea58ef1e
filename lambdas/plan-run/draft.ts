import type { DayVersion } from '../shared/ledger/days';
import type { Plan, RunRequest } from '../shared/plans/plan';
import { type BlockedSlices, rejudgedSlices, standingBlocks } from '../shared/plans/checks';
import { refreshOf, todayOf, usesDate } from '../shared/plans/due';
import { type ModelStates, withBlocks } from './blocks';
import { forcedSlices, joinSlices } from './forced';
import { InputsBook } from './listing';
import { changedModels, hasChangedModels, type Review, reviewChanges } from './pending';
import { isDayDataset } from '../shared/plans/deployed';
import { bronzeOfPorts, type PlanPorts } from './ports';
import { rebuildDollars } from './rebuild-cost';
import { byDataset, loadStates, type Survey, surveyLedger, unsettled } from './survey';
import type { News } from './touch';
import type { World } from '../shared/plans/world';

/** A plan before it is known whether there is anything to do. */
export interface Draft {
  readonly plan: Omit<Plan, 'fence'>;
  readonly world: World;
  readonly book: InputsBook;
  readonly news: News;
  readonly waiting: Review['waiting'];
  /** What the ledger's models remember, and what their slices say where they were read. */
  readonly modelStates: { readonly remembered: ModelStates; readonly found: ModelStates };
  readonly blocked: readonly BlockedSlices[];
}
export interface RunIdentity {
  readonly run: string;
  readonly execution: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
}

export async function draftPlan(
  ports: PlanPorts,
  identity: RunIdentity,
  request: RunRequest,
): Promise<Draft> {
  const today = todayOf(identity.startedAt, ports.settings);
  const survey = await surveyLedger(ports, today);
  const changed = changedDays(survey, request, isDayDataset(ports));
  const due = dueNow(survey, request);
  const isQuiet = nothingNew(survey, request, changed, due);
  const world: World = {
    ...survey,
    asOf: today.asOf,
    isDayDataset: isDayDataset(ports),
    states: isQuiet ? new Map() : await loadStates(ports, survey.models.values(), survey.models),
  };
  const modelStates = withBlocks(survey.modelStates, world.states);
  const book = new InputsBook(bronzeOfPorts(ports));
  const plain = { ...newsOf(ports, { changed, due }), extra: {} };
  const review = await reviewChanges(
    isQuiet ? [] : changedModels(world, survey.modelStates),
    request,
    ports.settings.autoRebuildDollars,
    world,
    (change) => rebuildDollars(change, { world, book, news: plain, settings: ports.settings }),
  );
  const forced = forcedSlices(world, request, plain);
  const rebuilding = joinSlices(review.rebuilding, rejudgedSlices(world, modelStates));
  return {
    plan: {
      ...identity,
      asOf: today.asOf,
      request,
      levels: levelsOf(world),
      refresh: { day: today.refreshDay, due: [...due] },
      changed,
      known: survey.known,
      forced,
      rebuilding,
    },
    world,
    book,
    news: { ...plain, extra: joinSlices(forced, rebuilding) },
    waiting: review.waiting,
    modelStates: { remembered: survey.modelStates, found: modelStates },
    blocked: standingBlocks(world, modelStates),
  };
}

export const newsOf = (
  { settings }: PlanPorts,
  { changed, due }: { readonly changed: Plan['changed']; readonly due: Iterable<string> },
): Omit<News, 'extra'> => ({
  changed: { run: byDataset(changed.run), daily: byDataset(changed.daily) },
  refreshOf: (model) => refreshOf(model, settings),
  due: new Set(due),
});

/** Asked days count as changed; otherwise what arrived since models were built. */
function changedDays(
  { days }: Survey,
  { days: asked }: RunRequest,
  isDay: (dataset: string) => boolean,
): Plan['changed'] {
  if (asked === undefined) return { run: unsettled(days, 'run'), daily: unsettled(days, 'daily') };
  const wanted = new Set(asked);
  const versions: readonly DayVersion[] = days
    .filter(({ dataset, day }) => isDay(dataset) && wanted.has(day))
    .map(({ dataset, day, version }) => ({ dataset, day, version }));
  return { run: versions, daily: versions };
}

/** A backfill refreshes daily models too, whatever the hour. */
const dueNow = ({ models, due }: Survey, { days, full }: RunRequest): ReadonlySet<string> =>
  new Set(days !== undefined || full === true ? models.keys() : due);

function nothingNew(
  survey: Survey,
  { days, full, apply }: RunRequest,
  changed: Plan['changed'],
  due: ReadonlySet<string>,
): boolean {
  const { models, modelStates } = survey;
  const isAsked = days !== undefined || full === true || apply !== undefined;
  const hasDays = changed.run.length > 0 || (due.size > 0 && changed.daily.length > 0);
  const isNewDate = [...models.values()].some((model) => usesDate(model) && due.has(model.name));
  const hasOtherModels = hasChangedModels([...models.values()], modelStates);
  const hasOtherChecks = Object.keys(rejudgedSlices(survey, modelStates)).length > 0;
  return !(isAsked || hasDays || isNewDate || hasOtherModels || hasOtherChecks);
}

function levelsOf({ models }: World): readonly (readonly string[])[] {
  const levels: string[][] = [];
  for (const { name, level } of models.values()) (levels[level] ??= []).push(name);
  return Array.from(levels, (names) => names ?? []);
}
