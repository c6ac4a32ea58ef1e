import type { Catalogue } from './catalogue';
import type { Random } from './random';

const DAY = 86_400_000;
/** Of what is ordered on the web and in the app; the rest is sold by the shop itself. */
const MARKETPLACE = 0.4;
/** Median of the days that a delivery takes, and how they spread. Made up, plausible: a tenth is late. */
const DAYS = { median: 3, deviation: 0.5 } as const;

/**
 * Who sends an order, what is promised, and when it came.
 * @param time of the order, epoch milliseconds
 * @param until what is not delivered by then is still on its way, epoch milliseconds
 */
export function deliveryOf({ sellers }: Catalogue, random: Random, time: number, until: number) {
  const promised = time + (4 + random.below(4)) * DAY;
  const delivered =
    time + Math.round(DAYS.median * Math.exp(DAYS.deviation * random.normal()) * DAY);
  return {
    ...(random.chance(MARKETPLACE) && { seller_id: random.pick(sellers).id }),
    promised_at: new Date(promised).toISOString(),
    ...(delivered <= until && { delivered_at: new Date(delivered).toISOString() }),
  };
}
