import { eachLimited } from '../shared/each-limited';
import { type Model } from '../shared/models/model';
import { OPS_TABLE_NAMES, opsDataset, type OpsTable } from '../shared/models/ops-tables';
import { readRange, slicesBetween } from '../shared/models/slices';
import { exportRun } from '../shared/ops/export';
import { modelOfKey, opsPrefix } from '../shared/ops/places';
import { modelsTakingPart } from '../shared/plans/deployed';
import type { EndedBuild } from '../shared/plans/ended';
import type { Plan, SlicesByModel } from '../shared/plans/plan';
import type { RunFiles } from '../shared/plans/store';
import { isWhole, type World } from '../shared/plans/world';
import type { Candidate } from './candidates';
import {
  concernedSlices,
  opsKeysRead,
  type OpsObject,
  opsTablesOf,
  type OpsWorld,
  readsOps,
} from './ops-reads';
import type { Pin } from './pins';
import type { PlanPorts } from './ports';

/** What the models of a level read of what runs say of themselves. */
export interface OpsNews {
  /** Their slices that the levels before concern. */
  readonly concerned: SlicesByModel;
  /** Keys of the objects that a slice reads, in order. */
  readonly read: (model: Model, slice: string) => readonly string[];
}

/** Beyond this many days one list of the whole table costs less. */
const DAYS_LISTED_SINGLY = 100;
const PARALLEL = 8;

interface Level {
  readonly run: { readonly plan: Plan; readonly files: RunFiles };
  readonly level: number;
  /** Builds of the levels before. */
  readonly ended: readonly EndedBuild[];
}

/**
 * Exports what the levels before say of themselves, when a model of this one reads it, and finds what it reads.
 * Nothing of it starts a run: it is news in a run that built something else.
 */
export async function opsNewsOf(ports: PlanPorts, level: Level): Promise<OpsNews> {
  const { run, ended } = level;
  const { plan, files } = run;
  const models = modelsTakingPart(ports);
  const built = builtSlices(ended, models);
  const own = (plan.levels[level.level] ?? []).flatMap((name) => models.get(name) ?? []);
  const readers = own.filter(readsOps);
  if (readers.length === 0) return { concerned: built, read: () => [] };
  await exportRun(ports, { run: plan.run, files, models }, ended);
  const known = new Set(Object.values(plan.known).flat());
  const concerned = Object.fromEntries(
    readers.map((reader) => [
      reader.name,
      concernedSlices(reader, plan.run, ended, { models, known }),
    ]),
  );
  const asked = (reader: Model): readonly string[] => [
    ...(concerned[reader.name] ?? []),
    ...(plan.forced[reader.name] ?? []),
    ...(plan.rebuilding[reader.name] ?? []),
  ];
  const world = await opsWorld(ports, models, readers, asked);
  return { concerned: { ...built, ...concerned }, read: readOnce(world) };
}

/** A slice's keys are asked for by its signature, by whether it has inputs, and by its pins. */
function readOnce(world: OpsWorld): OpsNews['read'] {
  const known = new Map<string, readonly string[]>();
  return (model, slice) => {
    const name = `${model.name} ${slice}`;
    const keys = known.get(name) ?? opsKeysRead(model, slice, world);
    known.set(name, keys);
    return keys;
  };
}

/** What was built of models that read `ops`: nothing else tells those that read them. */
function builtSlices(ended: readonly EndedBuild[], models: World['models']): SlicesByModel {
  const slices: Record<string, string[]> = {};
  for (const { plan } of ended) {
    const model = models.get(plan.model);
    if (model === undefined || !readsOps(model)) continue;
    (slices[plan.model] ??= []).push(...plan.slices.map(({ slice }) => slice));
  }
  return slices;
}

/** Pins of what the slices of a level read, as those of bronze. */
export const opsPins = (
  bucket: string,
  { read }: OpsNews,
  slices: readonly Candidate[],
): readonly Pin[] => {
  const keys = new Set(slices.flatMap(({ model, slice }) => read(model, slice)));
  return [...keys].sort().flatMap((key) => {
    const [, table = '', day = ''] = /^ops\/([a-z_]+)\/run_date=([^/]+)\//.exec(key) ?? [];
    return table === '' ? [] : [{ dataset: opsDataset(table), day, path: `s3://${bucket}/${key}` }];
  });
};

async function opsWorld(
  { lake, ledger }: PlanPorts,
  models: World['models'],
  readers: readonly Model[],
  asked: (reader: Model) => readonly string[],
): Promise<OpsWorld> {
  const days = new Set(
    readers
      .filter((reader) => !isWhole(reader))
      .flatMap((reader) =>
        asked(reader).flatMap((slice) => slicesBetween('day', readRange(reader, slice))),
      ),
  );
  const daily = [...models.values()].filter(
    (model) => model.slice.by === 'day' && !readsOps(model),
  );
  const states = await eachLimited(
    daily,
    PARALLEL,
    async ({ name }) => [name, await ledger.slices.some(name, [...days])] as const,
  );
  const wholes = readers.some(isWhole);
  const wanted = OPS_TABLE_NAMES.filter((table) =>
    readers.some((reader) => opsTablesOf(reader).includes(table)),
  );
  const listed = new Map(
    await eachLimited(
      wanted,
      PARALLEL,
      async (table) =>
        [table, byRunDate(await list(lake, table, wholes ? undefined : [...days]))] as const,
    ),
  );
  const none: ReturnType<OpsWorld['listed']> = new Map();
  return { models, states: new Map(states), listed: (table) => listed.get(table) ?? none };
}

async function list(
  lake: PlanPorts['lake'],
  table: OpsTable,
  days: readonly string[] | undefined,
): Promise<readonly string[]> {
  if (days === undefined || days.length > DAYS_LISTED_SINGLY) {
    return (await lake.list(`ops/${table}/`)).map(({ key }) => key);
  }
  const lists = await eachLimited(days, PARALLEL, (day) => lake.list(opsPrefix(table, day)));
  return lists.flat().map(({ key }) => key);
}

function byRunDate(keys: readonly string[]): ReturnType<OpsWorld['listed']> {
  const byDate = new Map<string, OpsObject[]>();
  for (const key of keys) {
    const date = /\/run_date=([^/]+)\//.exec(key)?.[1] ?? '';
    const objects = byDate.get(date) ?? [];
    objects.push({ key, about: modelOfKey(key) });
    byDate.set(date, objects);
  }
  return byDate;
}
