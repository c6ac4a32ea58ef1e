import type { SliceState } from '../shared/ledger/slices';
import { type Model } from '../shared/models/model';
import { OPS_TABLE_NAMES, type OpsTable } from '../shared/models/ops-tables';
import {
  addDays,
  type DayRange,
  readRange,
  sliceOf,
  slicesBetween,
  touchedSlices,
} from '../shared/models/slices';
import { opsKey, runDate } from '../shared/ops/places';
import type { EndedBuild } from '../shared/plans/ended';
import { isWhole } from '../shared/plans/world';

/** The tables of `ops` that a model reads. */
export const opsTablesOf = ({ references }: Model): readonly OpsTable[] =>
  OPS_TABLE_NAMES.filter((name) =>
    references.some(({ layer, table }) => layer === 'ops' && table === name),
  );
export const readsOps = (model: Model): boolean => opsTablesOf(model).length > 0;

const isDaily = ({ slice }: Model): boolean => slice.by === 'day';

/**
 * The slices of a model that the builds of a run concern: a day counts on its own day, weeks, months and whole
 * tables on that of the run. Days that nothing is known of are left out.
 */
export function concernedSlices(
  reader: Model,
  run: string,
  ended: readonly EndedBuild[],
  { models, known }: { readonly models: Models; readonly known: ReadonlySet<string> },
): readonly string[] {
  const days = ended.flatMap(({ plan }) => {
    const model = models.get(plan.model);
    if (model === undefined || readsOps(model)) return [];
    return isDaily(model) ? plan.slices.map(({ slice }) => slice) : [runDate(run)];
  });
  const units = new Set([...known, ...days].map((day) => sliceOf(reader.slice.by, day)));
  const touched = new Set(days.flatMap((day) => touchedSlices(reader, day)));
  return [...touched].filter((slice) => units.has(slice)).sort();
}

type Models = ReadonlyMap<string, Model>;
export interface OpsObject {
  readonly key: string;
  /** Name of the model that it is about; undefined for anything else that lies there. */
  readonly about: string | undefined;
}
export interface OpsWorld {
  readonly models: Models;
  /** Slices in the ledger of models by day, by model. */
  readonly states: ReadonlyMap<string, ReadonlyMap<string, SliceState>>;
  /** Objects of an `ops` table by day of their run. */
  readonly listed: (table: OpsTable) => ReadonlyMap<string, readonly OpsObject[]>;
}

/**
 * Keys of the objects that one slice of a model reads, in order: those of the newest judgement of each day that it
 * reads, what runs of those days said of weeks and months, and the last of it that they said of whole tables.
 */
export function opsKeysRead(reader: Model, slice: string, world: OpsWorld): readonly string[] {
  const range = isWhole(reader) ? undefined : readRange(reader, slice);
  const keys = opsTablesOf(reader).flatMap((table) =>
    range === undefined
      ? [...world.listed(table).values()].flat().map(({ key }) => key)
      : [...ofDays(table, range, world), ...ofRuns(table, range, world)],
  );
  return [...new Set(keys)].sort();
}

function ofDays(table: OpsTable, range: DayRange, { models, states }: OpsWorld): readonly string[] {
  const days = slicesBetween('day', range);
  return [...models.values()].filter(isDaily).flatMap((model) =>
    days.flatMap((day) => {
      const { published, blocked } = states.get(model.name)?.get(day) ?? {};
      const runs = [published?.run, blocked?.run].filter((run) => run !== undefined);
      return runs.map((run) => opsKey(table, run, model.name));
    }),
  );
}

function ofRuns(table: OpsTable, { start, end }: DayRange, world: OpsWorld): readonly string[] {
  const listed = world.listed(table);
  const keys: string[] = [];
  for (let day = start; day < end; day = addDays(day, 1)) {
    keys.push(...thatCount(listed.get(day) ?? [], world.models));
  }
  return keys;
}

/**
 * Of the objects of one day's runs those that are not of a day's slice. Each run judges other weeks and months, but
 * all of a whole table: its newest judgement stands for the day, however many runs the day had.
 */
function thatCount(objects: readonly OpsObject[], models: Models): readonly string[] {
  const keys: string[] = [];
  const newest = new Map<string, string>();
  for (const { key, about = '' } of objects) {
    const model = models.get(about);
    if (model === undefined || isDaily(model)) continue;
    if (!isWhole(model)) keys.push(key);
    else if (key > (newest.get(about) ?? '')) newest.set(about, key);
  }
  return [...keys, ...newest.values()];
}
