/** A wall clock's reading, and the offset from UTC when the text named one. */
export interface WallTime {
  /** The reading as if it were UTC, in epoch milliseconds. */
  readonly wall: number;
  /** Milliseconds east of UTC. */
  readonly offset?: number;
}

const DAY = 86_400_000;
/** No zone changes its offset within a quarter of an hour that starts on the hour, so one look-up serves it. */
const QUARTER = 900_000;
const CACHE_ENTRIES = 200_000;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    // Intl answers an unknown zone by throwing; there is no other way to ask.
    return false;
  }
}

/** Milliseconds east of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

const offsets = new Map<string, number>();
function offsetOfWall(zone: string, wall: number): number {
  const key = `${zone} ${Math.floor(wall / QUARTER)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const before = offsetAt(zone, wall - DAY);
    const after = offsetAt(zone, wall + DAY);
    const holds = (candidate: number): boolean => offsetAt(zone, wall - candidate) === candidate;
    offset = holds(before) || !holds(after) ? before : after;
    if (offsets.size >= CACHE_ENTRIES) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/**
 * The instant of a wall clock's reading in an IANA zone, epoch milliseconds. A reading that occurs twice is
 * the first; one that the clock skips moves forward by the skipped hour (as Temporal's `compatible`).
 */
export function instantOf({ wall, offset }: WallTime, zone: string): number {
  if (offset !== undefined) return wall - offset;
  return zone === 'UTC' ? wall : wall - offsetOfWall(zone, wall);
}
