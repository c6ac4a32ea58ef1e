import { charge, type Line } from './line';
import { DAYS } from './month';
import type { PriceKey } from './price-list';

/** From which day on an object lies in a class, in order. */
export interface Tier {
  readonly fromDay: number;
  readonly stored: PriceKey;
  /** What moving an object there costs; nothing for the first. */
  readonly move?: PriceKey;
}

export const STANDARD: readonly Tier[] = [{ fromDay: 0, stored: 's3.standard' }];

interface Growth {
  readonly what: string;
  /** GB and objects that a month adds. */
  readonly gb: number;
  readonly objects: number;
  /** Days that they stay. */
  readonly days: number;
}

/** What lies in each class once growth has gone on for `days`, and the objects that move in a month. */
export function storedLines(
  { what, gb, objects, days }: Growth,
  tiers: readonly Tier[],
): readonly Line[] {
  return tiers.flatMap(({ fromDay, stored, move }, place) => {
    const until = Math.min(days, tiers[place + 1]?.fromDay ?? days);
    const months = Math.max(0, until - fromDay) / DAYS;
    const moves = move !== undefined && days > fromDay ? [charge(move, objects, what)] : [];
    return [charge(stored, gb * months, what), ...moves];
  });
}
