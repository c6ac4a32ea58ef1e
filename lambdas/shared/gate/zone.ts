import { DAY_MS, formatDay } from './instant';

const HOUR_MS = 3_600_000;
/** Zones change their offset on quarter hours of UTC, all of them since 1972. */
const QUARTER_MS = 900_000;
const MAX_QUARTERS = 50_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset by quarter hour: Intl costs more than the rest of the gate. */
  readonly offsets: Map<number, number>;
}
const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, offsets: new Map<number, number>() };
  zones.set(name, zone);
  return zone;
}

/** Milliseconds east of UTC at an instant, by the zone's own calendar. */
function computeOffset({ format }: Zone, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

function offsetOf(zone: Zone, ms: number): number {
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = zone.offsets.get(quarter);
  if (known !== undefined) return known;
  // At the quarter's start, so that the answer never depends on which instant was asked first.
  const offset = computeOffset(zone, quarter * QUARTER_MS);
  if (zone.offsets.size >= MAX_QUARTERS) zone.offsets.clear();
  zone.offsets.set(quarter, offset);
  return offset;
}

/**
 * The business day (`YYYY-MM-DD`) of an instant: its local date, where the day begins at the cut-off.
 * @param ms epoch milliseconds
 * @param zone a known IANA name
 * @param cutoffHour local hour, 0–12: a bar's Friday ends at 5 on Saturday
 */
export function businessDay(ms: number, zone: string, cutoffHour: number): string {
  const local = zone === 'UTC' ? ms : ms + offsetOf(zoneOf(zone), ms);
  return formatDay(Math.floor((local - cutoffHour * HOUR_MS) / DAY_MS));
}
