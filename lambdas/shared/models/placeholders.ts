import { layerNamed, MODEL_LAYERS, type Model, type Reference } from './model';
import { isDay, mergeRanges, readRange, sliceRange, type DayRange } from './slices';

/** What one build of a model is rendered with. */
export interface BuildContext {
  readonly run: string;
  /** First days of the slices, or `['all']`. */
  readonly slices: readonly string[];
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  /** Bare name in database staging. */
  readonly stagingTable: string;
  /** `s3://lake/silver/t/run=R/batch=N/attempt=M/` */
  readonly location: string;
}

export const LAYERS = ['bronze', ...MODEL_LAYERS, 'ops'] as const;
export const SLICE_PARAMETERS = ['slice_start', 'slice_end', 'read_start'] as const;
export const PARAMETERS = ['as_of', ...SLICE_PARAMETERS] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** Athena opens at most 100 partitions in one CTAS. */
export const MAX_SLICES = 100;

const RUN = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;
const TABLE = /^[a-z][a-z0-9_]{0,127}$/;
const LOCATION = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[A-Za-z0-9_=.-]+\/)+$/;

const require = (ok: boolean, what: string): void => {
  // The value itself is never shown: what does not fit its pattern may be anything.
  if (!ok) throw new Error(`cannot render a statement: ${what}`);
};

/**
 * Proves every value that will stand in a statement: nothing else than these shapes is ever rendered.
 * @throws Error that names the field
 */
export function checkContext(model: Model, build: BuildContext): void {
  require(RUN.test(build.run), 'run is not a run id such as 20260102T030405Z-0a1b2c');
  require(isDay(build.asOf), 'asOf is not a day YYYY-MM-DD');
  require(TABLE.test(build.stagingTable), 'stagingTable is not a bare table name');
  require(LOCATION.test(build.location), 'location is not an s3:// prefix that ends with /');
  const { length } = build.slices;
  require(length > 0 && length <= MAX_SLICES, `slices must be 1 to ${MAX_SLICES}`);
  require(new Set(build.slices).size === length, 'slices repeat');
  if (model.slice.by === 'none') {
    require(build.slices[0] === 'all' && length === 1, "slices of a whole table are ['all']");
    return;
  }
  for (const slice of build.slices) {
    require(isDay(slice), 'a slice is not a day YYYY-MM-DD');
    sliceRange(model.slice.by, slice);
  }
}

/** Days that the build reads, gaps kept: a batch of far slices does not read what lies between. */
export const readRanges = (model: Model, { slices }: BuildContext): readonly DayRange[] =>
  model.slice.by === 'none' ? [] : mergeRanges(slices.map((slice) => readRange(model, slice)));

const least = (days: readonly string[]): string => [...days].sort()[0] ?? '';
const greatest = (days: readonly string[]): string => [...days].sort().at(-1) ?? '';

/** Values of the closed list of parameters; slice parameters of a sliced model only. */
export function parameterValues(
  model: Model,
  build: BuildContext,
): Readonly<Partial<Record<Parameter, string>>> {
  if (model.slice.by === 'none') return { as_of: build.asOf };
  const reads = readRanges(model, build);
  return {
    as_of: build.asOf,
    slice_start: least(build.slices),
    slice_end: greatest(reads.map(({ end }) => end)),
    read_start: least(reads.map(({ start }) => start)),
  };
}

const PLACEHOLDER = /\$\{([^}]*)\}(?:\.([a-z0-9_]+))?/g;

/** Layers whose objects keep arriving during a run: a statement reads those that the run has listed. */
export const isPinned = (layer: string): layer is 'bronze' | 'ops' =>
  layer === 'bronze' || layer === 'ops';
/** A subquery over the pinned rows of a table. */
export type PinnedRows = (layer: Reference['layer'], table: string) => string;

/**
 * The SQL with its references and parameters replaced: `${bronze}.x` and `${ops}.x` by the pinned rows, the other layers by their databases,
 * parameters by unquoted text.
 * @throws Error when a placeholder is left over
 */
export function fillPlaceholders(
  sql: string,
  values: Readonly<Partial<Record<string, string>>>,
  pinned: PinnedRows,
): string {
  return sql.replace(PLACEHOLDER, (whole: string, name: string, table: string | undefined) => {
    if (table !== undefined && isPinned(name)) return pinned(name, table);
    if (table !== undefined && layerNamed(name) !== undefined) return `${name}.${table}`;
    const value = values[name];
    if (value === undefined) throw new Error(`leftover placeholder ${whole}`);
    return table === undefined ? value : `${value}.${table}`;
  });
}
