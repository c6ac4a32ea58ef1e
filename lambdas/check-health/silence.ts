import type { BusinessHours } from '../shared/settings';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MINUTE_MS = 60_000;

/** Weekday and minutes since midnight on the wall of a zone; its clock changes included. */
function wallOf(now: number, timeZone: string): { day: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  });
  const part = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const minutes = Number(part.get('hour')) * 60 + Number(part.get('minute'));
  return { day: DAYS.find((name) => name === part.get('weekday')) ?? 'Sun', minutes };
}

/**
 * Minutes of today's business hours that have passed without a record; 0 outside of them.
 * @param newest epoch milliseconds of the newest arrival, undefined when none is in sight
 * @param now epoch milliseconds
 */
export function silentMinutes(
  newest: number | undefined,
  now: number,
  hours: BusinessHours | 'off',
): number {
  if (hours === 'off') return 0;
  const { day, minutes } = wallOf(now, hours.timeZone);
  const isOpen = hours.days.some((open) => open === day);
  if (!isOpen || minutes < hours.from * 60 || minutes >= hours.to * 60) return 0;
  const sinceOpening = minutes - hours.from * 60;
  if (newest === undefined) return sinceOpening;
  return Math.min(sinceOpening, Math.max(0, Math.floor((now - newest) / MINUTE_MS)));
}
