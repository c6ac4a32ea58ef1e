import type { Model } from '../shared/models/model';
import type { BuildPlan, Inputs } from '../shared/plans/plan';
import type { PipelineSettings } from '../shared/settings';
import { batchesOf } from './batches';
import { joinDays } from './pins';
import { bronzeRead, readsSlice, slicesRead } from './reads';
import type { Candidate } from './candidates';
import type { Touched } from './touch';
import { upstreamOf, type World } from '../shared/plans/world';

export interface TableEstimate {
  readonly model: string;
  readonly slices: number;
  readonly bytes: number;
  readonly dollars: number;
}
export interface Estimate {
  readonly slices: number;
  /** Bytes that the statements scan, by what the models' last builds scanned; of a model never built, all that it may read. */
  readonly bytes: number;
  /** US dollars, list price. */
  readonly dollars: number;
  readonly tables: readonly TableEstimate[];
}

/** Athena bills at least this for a statement. */
const LEAST_BYTES = 10_000_000;
/** CTAS and audit. */
const STATEMENTS = 2;
const TERABYTE = 1e12;

type Settings = Pick<PipelineSettings, 'slicesPerBatch' | 'dollarsPerTerabyte'>;
interface Place {
  readonly world: World;
  readonly inputs: Inputs;
}

/**
 * What rebuilding the slices would scan and cost. Slices in dependency order; what an upstream slice
 * will hold is taken from its last publication, or from what it reads.
 */
export function estimateOf(
  slices: readonly Candidate[],
  place: Place,
  settings: Settings,
): Estimate {
  const expected = new Map<string, Map<string, number>>();
  const byModel = new Map<Model, Candidate[]>();
  for (const slice of slices) {
    const own = byModel.get(slice.model) ?? [];
    own.push(slice);
    byModel.set(slice.model, own);
  }
  const tables = [...byModel].map(([model, own]) =>
    estimateTable(model, own, { ...place, expected }, settings),
  );
  return {
    slices: slices.length,
    bytes: sum(tables.map(({ bytes }) => bytes)),
    dollars: sum(tables.map(({ dollars }) => dollars)),
    tables,
  };
}

/** Bytes that slices will hold, by model and slice. */
type Expected = ReadonlyMap<string, ReadonlyMap<string, number>>;
type Expecting = Place & { readonly expected: Map<string, Map<string, number>> };

const namesOf = ({ slices }: BuildPlan): readonly string[] => slices.map(({ slice }) => slice);

/** The builds, each with the bytes of what it may read. Upstream slices stand as they are published. */
export const withReadableBytes = (
  builds: readonly BuildPlan[],
  { world, inputs }: Place,
): readonly BuildPlan[] =>
  builds.map((build) => {
    const model = world.models.get(build.model);
    if (model === undefined) return build;
    const place = { world, inputs, expected: new Map() };
    return { ...build, readableBytes: bytesRead(model, namesOf(build), place) };
  });

/**
 * Scanned bytes over readable ones, of both statements together, in the newest build of the model as it is: columns, pages and
 * tables named twice are in it. A model never built may scan all in each.
 */
function shareOf({ name, fingerprint }: Model, { states }: World): number {
  const known = [...(states.get(name)?.values() ?? [])].flatMap(({ published }) =>
    published?.scannedShare !== undefined && published.fingerprint === fingerprint
      ? [{ at: published.publishedAt, share: published.scannedShare }]
      : [],
  );
  const newest = known.reduce<(typeof known)[number] | undefined>(
    (best, one) => (best === undefined || one.at > best.at ? one : best),
    undefined,
  );
  return newest?.share ?? STATEMENTS;
}

function estimateTable(
  model: Model,
  slices: readonly Candidate[],
  place: Expecting,
  { slicesPerBatch, dollarsPerTerabyte }: Settings,
): TableEstimate {
  const run = { run: '', fence: 0, asOf: place.world.asOf };
  const share = shareOf(model, place.world);
  const scans = batchesOf(slices, slicesPerBatch, run).map(
    (batch) => share * bytesRead(model, namesOf(batch), place),
  );
  const own = slices.map(({ slice }): [string, number] => {
    const published = place.world.states.get(model.name)?.get(slice)?.published;
    return [slice, published?.bytes ?? bytesRead(model, [slice], place)];
  });
  place.expected.set(model.name, new Map(own));
  const billed = scans.map((bytes) => Math.max(bytes, LEAST_BYTES * STATEMENTS));
  return {
    model: model.name,
    slices: slices.length,
    bytes: sum(scans),
    dollars: (sum(billed) * dollarsPerTerabyte) / TERABYTE,
  };
}

function bytesRead(
  model: Model,
  slices: readonly string[],
  place: Place & { readonly expected: Expected },
): number {
  const { world, inputs, expected } = place;
  const days = joinDays(slices.map((slice) => bronzeRead(model, slice, world)));
  const bronze = Object.entries(days).flatMap(([dataset, read]) =>
    read.flatMap((day) => (inputs[dataset]?.[day] ?? []).map(({ size }) => size)),
  );
  const upstream = new Map<string, number>();
  for (const read of slices.flatMap((slice) => slicesRead(model, slice, world))) {
    const name = `${read.model.name} ${read.slice}`;
    upstream.set(name, read.state?.published?.bytes ?? 0);
  }
  for (const above of upstreamOf(model, world.models)) {
    for (const [slice, bytes] of expected.get(above.name) ?? []) {
      if (slices.some((own) => readsSlice(model, own, above, slice))) {
        upstream.set(`${above.name} ${slice}`, bytes);
      }
    }
  }
  return sum(bronze) + sum([...upstream.values()]);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The touched slices that will be stale once the given ones have been rebuilt. */
export function followingSlices(
  model: Model,
  touched: Touched,
  stale: readonly Candidate[],
  { models }: World,
): readonly string[] {
  const above = upstreamOf(model, models);
  return [...(touched.get(model.name) ?? [])].filter((slice) =>
    stale.some(
      (read) => above.includes(read.model) && readsSlice(model, slice, read.model, read.slice),
    ),
  );
}
