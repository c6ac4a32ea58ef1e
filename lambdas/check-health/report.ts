import { businessDay } from '../shared/gate/zone';
import type { ModelItem, RunItem } from '../shared/ledger/items';
import { withUpstream } from '../shared/models/graph';
import { WHOLE_TABLE_SLICE, type Model } from '../shared/models/model';
import { addDays } from '../shared/models/slices';
import { REGULATORY_REPORT } from '../shared/names';
import type { HealthSettings } from '../shared/settings';

const HOUR_MS = 3_600_000;

export interface LateReport {
  /** Business day whose report is due and not ready. */
  readonly day: string;
}

/** The regulatory report and every table that it is made of. */
export function reportTables(
  models: readonly Pick<Model, 'name' | 'references'>[],
): ReadonlySet<string> {
  return withUpstream(models, [REGULATORY_REPORT]);
}

/**
 * The newest business day whose report is due, when no run that began after the day left it whole. Such a run has
 * everything in it that had arrived by the end of the day; a quiet run is one: there was nothing more to build.
 * @param runs newest first
 * @param blocked models, with the slices that an audit holds back now
 * @param now epoch milliseconds
 * @returns undefined when the report is ready, is not built here, or no run is known
 */
export function lateReport(
  runs: readonly RunItem[],
  blocked: readonly Pick<ModelItem, 'model' | 'blocked'>[],
  now: number,
  { regulatoryHours, businessDay: { timeZone, cutoffHour } }: HealthSettings,
  tables: ReadonlySet<string>,
): LateReport | undefined {
  if (regulatoryHours === 'off' || tables.size === 0 || runs.length === 0) return undefined;
  const dayOf = (ms: number): string => businessDay(ms, timeZone, cutoffHour);
  const day = addDays(dayOf(now - regulatoryHours * HOUR_MS), -1);
  if (blocked.some((model) => tables.has(model.model) && holdsBack(model, day))) return { day };
  const isReady = runs.some(
    (run) => dayOf(Date.parse(run.startedAt)) > day && leftWhole(run, tables),
  );
  return isReady ? undefined : { day };
}

/** Slices of later days are in no report of this one: today's may stand blocked. */
const holdsBack = ({ blocked = {} }: Pick<ModelItem, 'blocked'>, day: string): boolean =>
  Object.keys(blocked).some((slice) => slice === WHOLE_TABLE_SLICE || slice <= day);

/** What a run did not touch is as it was before. */
function leftWhole(run: RunItem, tables: ReadonlySet<string>): boolean {
  if (run.status === 'RUNNING' || run.error !== undefined) return false;
  return (run.tables ?? []).every(
    ({ model, status }) => !tables.has(model) || status === 'published',
  );
}
