import type { Model } from '../../lambdas/shared/models/model';
import type { Config } from '../../lib/config';
import type { Assumptions } from './assumptions';
import { BRONZE_SIZE, scannedShare } from './measured';

const DAYS = 30;
/** Days that a slice holds when it is full. */
const FULL = { day: 1, week: 7, month: 30 } as const;
/** Refreshes a month. */
const REFRESHES = { run: Infinity, daily: DAYS, weekly: DAYS / 7, monthly: 1 } as const;
/** Athena bills at least this for a statement; a build has two. */
const LEAST_BYTES = 10 * 1024 * 1024;
const STATEMENTS = 2;

/** How one model is built through a month. */
export interface Cadence {
  readonly model: string;
  readonly level: number;
  readonly builds: number;
  /** Every run with news builds it. */
  readonly everyRun: boolean;
  /** Bytes of records that its builds read, each record counted as often as it is read. */
  readonly bytesScanned: number;
}

type Pacing = Pick<Config, 'pipeline' | 'schedule' | 'streams' | 'delivery'>;

export const scheduledRuns = ({ schedule }: Pick<Pacing, 'schedule'>): number =>
  schedule.enabled ? (DAYS * 1440) / schedule.everyMinutes : 0;

/** Runs a month that find something new. */
export const runsOf = (config: Pacing, { perDay }: Assumptions): number =>
  Math.min(scheduledRuns(config), perDay * DAYS);

/**
 * Builds of the models that live on streams. Those of reference data alone are built when a file of theirs
 * arrives, once a day at most, and read next to nothing.
 */
export function cadencesOf(
  models: readonly Model[],
  config: Pacing,
  given: Assumptions,
): readonly Cadence[] {
  const taking = models.filter(({ domain }) => config.pipeline.domains.includes(domain));
  const streamed = new Set(config.streams.map(({ contract }) => contract));
  const runs = runsOf(config, given);
  const daily = Math.min(runs, DAYS);
  return taking.map((model) => {
    const fed = isFed(model, models, streamed);
    const everyRun = fed && isEveryRun(model, config);
    const pace = model.dependBy === undefined ? model.refresh : config.pipeline.movedKeys;
    const builds = everyRun ? runs : Math.min(daily, REFRESHES[pace]);
    const perDay =
      given.perDay *
      given.recordBytes *
      given.entropy *
      scannedShare(model.name) *
      (readsBronze(model) ? BRONZE_SIZE[config.delivery.parquetCompression] : 1);
    const read = fed ? perDay * daysRead(model, builds, everyRun, given) : 0;
    const least = builds * STATEMENTS * LEAST_BYTES;
    return {
      model: model.name,
      level: model.level,
      builds,
      everyRun,
      bytesScanned: Math.max(read, least),
    };
  });
}

/** Days of records that all builds of a month read. */
function daysRead(
  { slice }: Model,
  builds: number,
  everyRun: boolean,
  { months, lateRebuilds }: Assumptions,
): number {
  if (slice.by === 'none') return builds * months * DAYS;
  // The nth of N builds of a slice finds n/N of it: (N + 1) / 2 slices in all, the last one full.
  const slices = DAYS / FULL[slice.by];
  const late = everyRun && slice.by === 'day' ? Math.min(lateRebuilds * DAYS, builds) : 0;
  return ((Math.max(builds, slices) + slices) / 2) * FULL[slice.by] + late;
}

const readsBronze = ({ references }: Model): boolean =>
  references.some(({ layer }) => layer === 'bronze');

function isEveryRun(model: Model, { pipeline }: Pacing): boolean {
  if (model.dependBy !== undefined) return pipeline.movedKeys === 'run';
  return model.refresh === 'run' || pipeline.dailyModels === 'every-run';
}

function isFed(model: Model, models: readonly Model[], streamed: ReadonlySet<string>): boolean {
  return model.references.some(({ layer, table }) => {
    if (layer === 'bronze') return streamed.has(table);
    const above = models.find((one) => one.layer === layer && one.table === table);
    return above !== undefined && isFed(above, models, streamed);
  });
}
