import type { ModelItem } from '../ledger/items';
import type { Refresh } from '../ledger/days';
import type { Model } from '../models/model';
import { addDays } from '../models/slices';
import type { PipelineSettings } from '../settings';

const MOVED_KEYS = 'silver.moved_transactions';
/** Days from one refresh to the next. */
const EVERY_DAYS = { run: 1, daily: 1, weekly: 7, monthly: 30 } as const;

const paceOf = ({ name, refresh }: Model, { movedKeys }: PipelineSettings) =>
  name === MOVED_KEYS ? movedKeys : refresh;

/** Whether every run refreshes a model, or a day's refresh; settings override the model's own word. */
export function refreshOf(model: Model, settings: PipelineSettings): Refresh {
  if (settings.dailyModels === 'every-run') return 'run';
  return paceOf(model, settings) === 'run' ? 'run' : 'daily';
}

export interface Today {
  /** Date of the run, the value of `${as_of}`. */
  readonly asOf: string;
  /** Day that `daily` models are refreshed for: yesterday until the refresh hour. */
  readonly refreshDay: string;
}

/** @param startedAt ISO 8601 UTC */
export function todayOf(startedAt: string, { dailyModels }: PipelineSettings): Today {
  const instant = new Date(startedAt);
  if (dailyModels === 'every-run') {
    const asOf = instant.toISOString().slice(0, 10);
    return { asOf, refreshDay: asOf };
  }
  const parts = new Map(
    new Intl.DateTimeFormat('en-CA', {
      timeZone: dailyModels.timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const asOf = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  const isBefore = Number(parts.get('hour')) < dailyModels.hour;
  return { asOf, refreshDay: isBefore ? addDays(asOf, -1) : asOf };
}

/**
 * Names of the models whose time has come: `daily` and `weekly` models not refreshed for as long, and whole
 * tables that use `${as_of}` on a new date.
 */
export function dueModels(
  models: readonly Model[],
  states: ReadonlyMap<string, ModelItem>,
  settings: PipelineSettings,
  { refreshDay }: Today,
): readonly string[] {
  return models
    .filter((model) => refreshOf(model, settings) === 'daily' || usesDate(model))
    .filter((model) => {
      const refreshedFor = states.get(model.name)?.refreshedFor;
      return (
        refreshedFor === undefined ||
        addDays(refreshedFor, EVERY_DAYS[paceOf(model, settings)]) <= refreshDay
      );
    })
    .map(({ name }) => name);
}

export const usesDate = (model: Model): boolean => model.usesAsOf && model.slice.by === 'none';

/** Whether all daily models are due: only then does a day of bronze count as settled for them. */
export const allDailyDue = (
  models: Iterable<Model>,
  due: ReadonlySet<string>,
  settings: PipelineSettings,
): boolean =>
  [...models]
    .filter((model) => refreshOf(model, settings) === 'daily')
    .every(({ name }) => due.has(name));
