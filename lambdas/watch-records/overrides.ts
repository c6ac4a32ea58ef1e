import type { AmountLimits, WatchSettings } from '../shared/settings';
import { KEPT } from './profile';

/** One item: `key` names a member of the settings, `value` is its JSON. */
export interface Override {
  readonly key: string;
  readonly value: unknown;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** At most 14 digits and 4 places, as amounts have. */
const AMOUNT = /^(0|[1-9]\d{0,13})(\.\d{1,4})?$/;
const CURRENCY = /^(default|[A-Z]{3})$/;
/** What a profile keeps of the past bounds a window. */
const DAY_SECONDS = 86_400;

/** Given currencies replace those of the environment; the others stay. */
function limits(value: unknown, now: AmountLimits): AmountLimits | undefined {
  if (!isMembers(value)) return undefined;
  const given: Record<string, string> = {};
  for (const [currency, amount] of Object.entries(value)) {
    if (!CURRENCY.test(currency) || typeof amount !== 'string' || !AMOUNT.test(amount)) {
      return undefined;
    }
    given[currency] = amount;
  }
  return { ...now, ...given };
}

const within = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
const hasOnly = (value: Members, ...names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

function pace(value: unknown, mostCount: number) {
  if (!isMembers(value) || !hasOnly(value, 'count', 'windowSeconds')) return undefined;
  const { count, windowSeconds } = value;
  if (!within(count, mostCount) || !within(windowSeconds, DAY_SECONDS)) return undefined;
  return { count, windowSeconds };
}

function span(value: unknown) {
  if (!isMembers(value) || !hasOnly(value, 'windowSeconds')) return undefined;
  const { windowSeconds } = value;
  return within(windowSeconds, DAY_SECONDS) ? { windowSeconds } : undefined;
}

/** The changed part of the settings; undefined when the value is not one. */
function partOf(
  key: string,
  value: unknown,
  now: WatchSettings,
): Partial<WatchSettings> | undefined {
  const named = <T>(name: keyof WatchSettings, part: T | undefined) =>
    part === undefined ? undefined : { [name]: part };
  switch (key) {
    case 'highValue':
    case 'anomaly':
      return named(key, limits(value, now[key]));
    case 'velocity':
      return named(key, pace(value, KEPT.transactions - 1));
    case 'updateVelocity':
      return named(key, pace(value, KEPT.customer_updates - 1));
    case 'countryJump':
      return named(key, span(value));
    case 'cooldownSeconds':
      return named(key, within(value, DAY_SECONDS) ? value : undefined);
    default:
      return undefined;
  }
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined; // not JSON: the caller says that the override is not valid
  }
}

/**
 * Settings with the operators' overrides. One that is not valid is left out, and the environment's own value counts.
 * @returns `ignored`: keys of the overrides that are not valid, sorted
 */
export function withOverrides(
  settings: WatchSettings,
  overrides: readonly Override[],
): { readonly settings: WatchSettings; readonly ignored: readonly string[] } {
  let changed = settings;
  const ignored: string[] = [];
  for (const { key, value } of overrides) {
    const part = partOf(key, parsed(value), changed);
    if (part === undefined) ignored.push(key);
    else changed = { ...changed, ...part };
  }
  return { settings: changed, ignored: ignored.sort() };
}
