import type { Model } from '../../lambdas/shared/models/model';
import type { Config } from '../../lib/config';
import type { Assumptions } from './assumptions';
import { scannedShare } from './measured';

const DAYS = 30;
/** Days that a slice holds on average while it is being filled, and when it is full. */
const OPEN = { day: 0.5, week: 3.5, month: 15 } as const;
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

type Pacing = Pick<Config, 'pipeline' | 'schedule' | 'streams'>;

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
    const builds = everyRun ? runs : daily;
    const late =
      everyRun && model.slice.by === 'day' ? Math.min(given.lateRebuilds * DAYS, runs) : 0;
    const days = model.slice.by === 'none' ? given.months * DAYS : OPEN[model.slice.by];
    const perDay = given.perDay * given.recordBytes * given.entropy * scannedShare(model.name);
    const read = fed ? perDay * (builds * days + late) : 0;
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
