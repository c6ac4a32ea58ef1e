import type { Publication, SliceItem } from './items';

const DAY_MS = 86_400_000;
const ALWAYS_KEPT = 3;
const DAYS_KEPT = 7;

/** The part of a slice item that a rollback needs. */
export const publicationOf = (item: SliceItem): Publication => ({
  run: item.run,
  fence: item.fence,
  location: item.location,
  rows: item.rows,
  bytes: item.bytes,
  signature: item.signature,
  fingerprint: item.fingerprint,
  publishedAt: item.publishedAt,
});

/**
 * The earlier publications that can still be rolled back to, newest first: all of the last 24 hours,
 * then the last of each day for 7 days, and never fewer than 3.
 * @param earlier newest first
 * @param now ISO 8601 UTC
 */
export function keepHistory(earlier: readonly Publication[], now: string): readonly Publication[] {
  const age = ({ publishedAt }: Publication): number => Date.parse(now) - Date.parse(publishedAt);
  const seenDays = new Set<string>();
  return earlier.filter((publication, position) => {
    const day = publication.publishedAt.slice(0, 10);
    const isLastOfDay = !seenDays.has(day);
    seenDays.add(day);
    if (position < ALWAYS_KEPT || age(publication) <= DAY_MS) return true;
    return isLastOfDay && age(publication) <= DAYS_KEPT * DAY_MS;
  });
}
