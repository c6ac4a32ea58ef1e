import { addDays, isDay } from '../shared/models/slices';
import type { RunRequest } from '../shared/plans/plan';

const KEYS = ['dates', 'from', 'to', 'full', 'dryRun', 'apply'];
/** Ten years: a longer range is a typing error. */
const MOST_DAYS = 3660;

/**
 * What an execution was asked for.
 * @param input the execution's input: `{}`, `{"dates":[…]}`, `{"from","to"}`, `{"full":true}`, each with `"dryRun":true`, or `{"apply":"gold.x"}`
 * @param models names that `apply` may name
 * @throws RequestError that says what may be asked for
 */
export function parseRequest(input: unknown, models: readonly string[]): RunRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new RequestError('the input of a run must be a JSON object: {} builds what has changed');
  }
  const members: Readonly<Record<string, unknown>> = { ...input };
  const unknown = Object.keys(members).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) {
    throw new RequestError(`unknown input ${unknown.join(', ')}: use ${KEYS.join(', ')}`);
  }
  const full = flagOf(members, 'full');
  const days = daysOf(members);
  const apply = applyOf(members.apply, models);
  const choices = [full, days !== undefined, apply !== undefined].filter(Boolean).length;
  if (choices > 1) throw new RequestError('choose one of dates, from with to, full and apply');
  return {
    ...(days && { days }),
    ...(full && { full }),
    ...(flagOf(members, 'dryRun') && { dryRun: true }),
    ...(apply !== undefined && { apply }),
  };
}

export class RequestError extends Error {
  override readonly name = 'RequestError';
}

function flagOf(members: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = members[name] ?? false;
  if (typeof value !== 'boolean') throw new RequestError(`${name} must be true or false`);
  return value;
}

function daysOf({ dates, from, to }: Readonly<Record<string, unknown>>) {
  if (dates === undefined && from === undefined && to === undefined) return undefined;
  if (dates !== undefined && (from !== undefined || to !== undefined)) {
    throw new RequestError('choose dates, or from with to');
  }
  return dates === undefined ? rangeOf(dayOf(from, 'from'), dayOf(to, 'to')) : listOf(dates);
}

function listOf(dates: unknown): readonly string[] {
  if (!Array.isArray(dates) || dates.length === 0) {
    throw new RequestError('dates must be a list of days, e.g. ["2026-01-31"]');
  }
  return [...new Set(dates.map((day: unknown) => dayOf(day, 'dates')))].sort();
}

function rangeOf(from: string, to: string): readonly string[] {
  if (from > to) throw new RequestError(`from ${from} is after to ${to}`);
  const days = [from];
  while ((days.at(-1) ?? to) < to) {
    if (days.length >= MOST_DAYS) throw new RequestError(`from ${from} to ${to} is over ten years`);
    days.push(addDays(days.at(-1) ?? from, 1));
  }
  return days;
}

function dayOf(value: unknown, name: string): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw new RequestError(`${name}: ${JSON.stringify(value)} is not a day: write YYYY-MM-DD`);
}

function applyOf(value: unknown, models: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  const model = models.find((name) => name === value);
  if (model === undefined) {
    throw new RequestError(
      `apply: unknown model ${JSON.stringify(value)}: use ${models.join(', ')}`,
    );
  }
  return model;
}
