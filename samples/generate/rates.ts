import { CURRENCIES } from './catalogue';
import type { Span } from './datasets';
import type { Random } from './random';

const DAY = 86_400_000;
/** A rate of a Thursday serves until Tuesday; the history needs the ones before it as well. */
const DAYS_BEFORE = 5;
/** Of a rate from one day to the next; as quiet as those of big currencies. */
const DAILY_DRIFT = 0.003;

const isWeekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay());

/** What a dollar buys on each working day, as a central bank publishes it: none on weekends. */
export function ratesOf(random: Random, { first, until }: Span): readonly object[] {
  return Object.entries(CURRENCIES).flatMap(([quote, { perDollar }]) => {
    if (quote === 'USD') return [];
    const rates: object[] = [];
    let rate: number = perDollar;
    for (let day = first - DAYS_BEFORE * DAY; day < until; day += DAY) {
      rate *= 1 + DAILY_DRIFT * random.normal();
      if (isWeekend(day)) continue;
      const rate_date = new Date(day).toISOString().slice(0, 10);
      rates.push({ base: 'USD', quote, rate: rate.toFixed(6), rate_date, provider: 'sample bank' });
    }
    return rates;
  });
}
