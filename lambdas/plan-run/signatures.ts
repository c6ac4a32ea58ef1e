import type { Model } from '../shared/models/model';
import type { Inputs } from '../shared/plans/plan';
import { dayDigest, sha256 } from './digests';
import { bronzeRead, partsRead, slicesRead, type UpstreamSlice } from './reads';
import { isSource, isWhole, type World } from '../shared/plans/world';

/**
 * Names everything that decides a slice's rows; equal signatures need no rebuild. It holds the
 * model's fingerprint, the digests of the bronze days that the slice reads, the locations of the
 * slices it reads, its days' parts of `dependBy` tables, and the date where the model uses it.
 * Whole-table inputs take part only in whole tables and where `on_change: rebuild` says so: a published
 * slice takes a new version of a reference table when it is next rebuilt.
 */
export function signatureOf(model: Model, slice: string, world: World, inputs: Inputs): string {
  const lines = [
    `model ${model.name} ${model.fingerprint}`,
    ...bronzeLines(model, slice, world, inputs),
    ...slicesRead(model, slice, world).flatMap((read) => upstreamLines(model, slice, read)),
    ...(world.opsRead?.(model, slice) ?? []).map((key) => `ops ${key}`),
    ...(model.usesAsOf ? [`as_of ${world.asOf}`] : []),
  ];
  return sha256(lines.join('\n')).slice(0, 32);
}

function bronzeLines(model: Model, slice: string, world: World, inputs: Inputs): readonly string[] {
  return Object.entries(bronzeRead(model, slice, world))
    .filter(([dataset]) => isSource(model, dataset))
    .filter(([dataset]) => world.isDayDataset(dataset) || takesWholeTables(model))
    .flatMap(([dataset, days]) =>
      days
        .map((day) => ({ day, objects: inputs[dataset]?.[day] ?? [] }))
        .filter(({ objects }) => objects.length > 0)
        .map(({ day, objects }) => `bronze ${dataset} ${day} ${dayDigest(objects)}`),
    );
}

function upstreamLines(model: Model, slice: string, read: UpstreamSlice): readonly string[] {
  const published = read.state?.published;
  const name = read.model.name;
  if (read.model.dependBy !== undefined && !isWhole(model)) {
    return partsRead(model, slice, published).map((part) => `part ${name} ${part}`);
  }
  if (published === undefined) return [];
  if (isWhole(read.model) && !takesWholeTables(model)) return [];
  return [`slice ${name} ${read.slice} ${published.location}`];
}

const takesWholeTables = (model: Model): boolean => isWhole(model) || model.onChange === 'rebuild';

/** Whether there is anything to read: if not, a slice without rows is empty on purpose. */
export const hasInputs = (model: Model, slice: string, world: World, inputs: Inputs): boolean =>
  Object.entries(bronzeRead(model, slice, world)).some(([dataset, days]) =>
    days.some((day) => (inputs[dataset]?.[day] ?? []).length > 0),
  ) ||
  (world.opsRead?.(model, slice) ?? []).length > 0 ||
  slicesRead(model, slice, world).some(({ state }) => (state?.published?.rows ?? 0) > 0);
