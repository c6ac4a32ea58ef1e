import type { Refresh } from '../shared/ledger/days';
import { type Model, WHOLE_TABLE_SLICE } from '../shared/models/model';
import { addDays, sliceRange, touchedSlices } from '../shared/models/slices';
import type { SlicesByModel } from '../shared/plans/plan';
import { isWhole, retainedSlices, upstreamOf, type World } from '../shared/plans/world';

/** Days by bronze dataset or `dependBy` model. */
export type DaysByDataset = Readonly<Record<string, readonly string[]>>;
export interface News {
  /** What `run` models, and what `daily` models, have not been built from. */
  readonly changed: Readonly<Record<Refresh, DaysByDataset>>;
  /** Slices to look at whatever changed; they touch what reads them. */
  readonly extra: SlicesByModel;
  readonly refreshOf: (model: Model) => Refresh;
  /** Daily models, and tables by date, whose time has come. */
  readonly due: ReadonlySet<string>;
}
export type Touched = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The slices of each model that changes reach: a day touches the slices that cover it and, by
 * lookback, later ones; a touched slice touches what reads any day of it; a whole table is touched by
 * anything below. Models whose time has not come are touched by `extra` only.
 */
export function touchedByModel(world: World, news: News): Touched {
  const touched = new Map<string, ReadonlySet<string>>();
  const memo = new Map<string, ReadonlySet<string>>();
  const touch = (model: Model, refresh: Refresh): ReadonlySet<string> => {
    const key = `${refresh} ${model.name}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const found = new Set(news.extra[model.name] ?? []);
    const retained = retainedSlices(model, world);
    for (const slice of reached(model, refresh, { world, news, touch })) {
      if (retained.has(slice)) found.add(slice);
    }
    memo.set(key, found);
    return found;
  };
  for (const model of world.models.values()) {
    const refresh = participation(model, world, news);
    touched.set(model.name, refresh === undefined ? new Set() : touch(model, refresh));
  }
  return touched;
}

/** As what a model takes part: undefined when its time has not come and nothing asks for it. */
function participation(model: Model, world: World, news: News): Refresh | undefined {
  const refresh = news.refreshOf(model);
  if (refresh === 'run' || news.due.has(model.name)) return refresh;
  const isAsked = (one: Model): boolean =>
    (news.extra[one.name]?.length ?? 0) > 0 || upstreamOf(one, world.models).some(isAsked);
  return isAsked(model) ? refresh : undefined;
}

interface Touching {
  readonly world: World;
  readonly news: News;
  readonly touch: (model: Model, refresh: Refresh) => ReadonlySet<string>;
}

function* reached(model: Model, refresh: Refresh, touching: Touching): Iterable<string> {
  const { world, news } = touching;
  if (model.usesAsOf && isWhole(model) && news.due.has(model.name)) yield WHOLE_TABLE_SLICE;
  for (const { layer, table, auditOnly } of model.references) {
    if (auditOnly === true) continue;
    const upstream = world.models.get(`${layer}.${table}`);
    if (layer === 'bronze') yield* byBronze(model, table, refresh, touching);
    else if (upstream !== undefined) yield* byModel(model, upstream, refresh, touching);
  }
}

function byBronze(
  model: Model,
  dataset: string,
  refresh: Refresh,
  { world, news }: Touching,
): Iterable<string> {
  const days = news.changed[refresh][dataset] ?? [];
  if (days.length === 0) return [];
  if (isWhole(model)) return [WHOLE_TABLE_SLICE];
  if (world.isDayDataset(dataset)) return days.flatMap((day) => touchedSlices(model, day));
  return model.onChange === 'rebuild' ? retainedSlices(model, world) : [];
}

function byModel(
  model: Model,
  upstream: Model,
  refresh: Refresh,
  { world, news, touch }: Touching,
): Iterable<string> {
  const own = refresh === 'daily' ? 'daily' : participation(upstream, world, news);
  if (upstream.dependBy !== undefined && !isWhole(model)) {
    const days = news.changed[refresh][upstream.name] ?? [];
    return days.flatMap((day) => touchedSlices(model, day));
  }
  const slices = own === undefined ? new Set<string>() : touch(upstream, own);
  if (slices.size === 0) return [];
  if (isWhole(model)) return [WHOLE_TABLE_SLICE];
  if (isWhole(upstream)) {
    return model.onChange === 'rebuild' ? retainedSlices(model, world) : [];
  }
  return [...slices].flatMap((slice) => covering(model, upstream, slice));
}

/** Slices of a model that read any day of one slice of another. */
function covering(model: Model, upstream: Model, slice: string): readonly string[] {
  const { start, end } = sliceRange(upstream.slice.by, slice);
  const slices = new Set<string>();
  for (let day = start; day < end; day = addDays(day, 1)) {
    touchedSlices(model, day).forEach((touched) => slices.add(touched));
  }
  return [...slices];
}
