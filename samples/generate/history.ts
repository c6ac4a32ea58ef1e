import { instantOf } from '../../lambdas/shared/wall-time';
import { bankTransaction } from './bank';
import { makeCatalogue, type Catalogue, type Place } from './catalogue';
import { datasetsOf, type Datasets } from './datasets';
import { surroundingsOf, type Surroundings } from './surroundings';
import { Tally, type Expected } from './expected';
import { FIGURES } from './figures';
import { Random, Weighted } from './random';
import { retailTransaction } from './retail';
import { recordOf, type Transaction } from './transaction';

export interface HistoryOptions {
  readonly seed: number;
  /** Days covered, the last one being `endDate` (`YYYY-MM-DD`). */
  readonly days: number;
  readonly transactions: number;
  readonly endDate: string;
}
export interface History {
  /** One JSON record a line, oldest first. */
  readonly transactions: readonly string[];
  /** What joins them by bronze table, one JSON record a line. */
  readonly datasets: Datasets & Surroundings;
  readonly expected: Expected;
}

const DAY = 86_400_000;
const RETAIL_SHARE = 0.8;
/** The same people, shops and goods in history and live traffic; as many households as in the real data. */
const CATALOGUE = { seed: 2017, customers: 2_377, accounts: 800 } as const;
export const standardCatalogue = (): Catalogue => makeCatalogue(CATALOGUE.seed, CATALOGUE);

/** Instants inside a span of days, by the real profile of weekdays and hours on the place's own clock. */
export class Clock {
  private readonly offsets = new Map<string, number>();
  private readonly days: Weighted;
  private readonly hours = new Weighted(FIGURES.hours);

  /** @param first midnight UTC of the first day, epoch milliseconds */
  constructor(
    private readonly first: number,
    days: number,
  ) {
    // 1970-01-01 was a Thursday; weekdays count from Monday.
    const weekdayOf = (at: number): number => (Math.floor((first + at * DAY) / DAY) + 3) % 7;
    this.days = new Weighted(
      Array.from({ length: days }, (_, at) => FIGURES.weekdays[weekdayOf(at)] ?? 0),
    );
  }

  draw(random: Random, { zone }: Pick<Place, 'zone'>): number {
    const midnight = this.first + this.days.draw(random) * DAY;
    const hour = (this.hours.draw(random) + 24 - FIGURES.shopHoursBehind) % 24;
    const wall = midnight + hour * 3_600_000 + random.below(3_600) * 1_000;
    return wall - this.offsetOf(midnight, zone);
  }

  /** The offset at noon serves the whole day: a clock change moves a few purchases by an hour. */
  private offsetOf(midnight: number, zone: string): number {
    const key = `${zone} ${midnight}`;
    const known = this.offsets.get(key);
    if (known !== undefined) return known;
    const noon = midnight + DAY / 2;
    const offset = noon - instantOf({ wall: noon }, zone);
    this.offsets.set(key, offset);
    return offset;
  }
}

/** One transaction of the mix: 80 % retail, 20 % bank. */
export function anyTransaction(
  catalogue: Catalogue,
  random: Random,
  id: string,
  { timeAt, until }: { readonly timeAt: (place: Place) => number; readonly until?: number },
): Transaction {
  if (random.chance(RETAIL_SHARE)) {
    const store = random.pick(catalogue.stores);
    const occasion = { id, time: timeAt(store.place), store, ...(until && { until }) };
    return retailTransaction(catalogue, random, occasion);
  }
  const account = random.pick(catalogue.accounts);
  return bankTransaction(catalogue, random, { id, time: timeAt(account.customer.place), account });
}

/** Settled within a minute of the purchase, or of the delivery where there is one. */
const eventTimeOf = ({ time, rest }: Transaction, random: Random): number => {
  const delivered = rest['delivered_at'];
  return (typeof delivered === 'string' ? Date.parse(delivered) : time) + random.below(60_000);
};

/** A past with everything that joins it, and what must come out. The same options give the same bytes. */
export function generateHistory({ seed, days, transactions, endDate }: HistoryOptions): History {
  const random = new Random(seed);
  const catalogue = standardCatalogue();
  const first = Date.parse(`${endDate}T00:00:00Z`) - (days - 1) * DAY;
  const until = first + days * DAY;
  const clock = new Clock(first, days);
  const tally = new Tally();
  const made = Array.from({ length: transactions }, (_, at) => {
    const id = `h${seed}-${at + 1}`;
    const timeAt = (place: Place): number => clock.draw(random, place);
    const transaction = anyTransaction(catalogue, random, id, { timeAt, until });
    tally.state(transaction);
    return transaction;
  }).sort((left, right) => left.time - right.time);
  return {
    transactions: made.map((transaction) =>
      JSON.stringify(recordOf(transaction, eventTimeOf(transaction, random))),
    ),
    datasets: {
      ...datasetsOf(catalogue, CATALOGUE.seed, { first, until }),
      ...surroundingsOf(made, catalogue, { seed, first, until }),
    },
    expected: tally.expected(),
  };
}
