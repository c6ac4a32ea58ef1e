import type { Model } from '../shared/models/model';
import type { RunRequest, SlicesByModel } from '../shared/plans/plan';
import { type News, touchedByModel } from './touch';
import { isWhole, remainingSlices, retainedSlices, type World } from '../shared/plans/world';

/** Slices to rebuild whether or not anything changed. Whole tables follow their inputs. */
export function forcedSlices(
  world: World,
  { days, full, apply }: RunRequest,
  news: News,
): SlicesByModel {
  const models = [...world.models.values()];
  if (full === true) {
    return Object.fromEntries(models.map((m) => [m.name, [...retainedSlices(m, world)].sort()]));
  }
  if (days !== undefined) {
    const touched = touchedByModel(world, news);
    const sliced = models.filter((model) => !isWhole(model));
    return Object.fromEntries(sliced.map(({ name }) => [name, [...(touched.get(name) ?? [])]]));
  }
  const applied = models.find(({ name }) => name === apply);
  return applied ? { [applied.name]: appliedSlices(applied, world) } : {};
}

/** What is not built with the model's new fingerprint, and what an audit stopped. */
function appliedSlices(model: Model, world: World): readonly string[] {
  const blocked = [...(world.states.get(model.name)?.values() ?? [])]
    .filter((state) => state.blocked !== undefined)
    .map(({ slice }) => slice);
  return [...new Set([...remainingSlices(model, world), ...blocked])].sort();
}

export function joinSlices(a: SlicesByModel, b: SlicesByModel): SlicesByModel {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    names.map((name) => [name, [...new Set([...(a[name] ?? []), ...(b[name] ?? [])])].sort()]),
  );
}
