import type { Catalogue } from './catalogue';
import { countries, holidaysOf } from './calendar';
import type { Span } from './datasets';
import { Random } from './random';
import { ratesOf } from './rates';
import { reviewsOf } from './reviews';
import { stockMovement } from './stock-movement';
import type { Transaction } from './transaction';

/** What happens around transactions, by bronze table, one JSON record a line. */
export type Surroundings = Readonly<
  Record<'stock_movements' | 'fx_rates' | 'reviews' | 'holidays' | 'countries', readonly string[]>
>;

/** Movements for so many transactions, and never more than that: a big history is about transactions. */
const STOCK = { transactionsPerMovement: 3, most: 20_000 } as const;

const lines = (records: readonly object[]): readonly string[] =>
  records.map((record) => JSON.stringify(record));

/** Reviews, stock, rates and the calendar of a history. */
export function surroundingsOf(
  transactions: readonly Transaction[],
  catalogue: Catalogue,
  { seed, ...span }: Span & { readonly seed: number },
): Surroundings {
  const random = new Random(seed + 2);
  const length = span.until - span.first;
  const movements = Array.from(
    {
      length: Math.min(STOCK.most, Math.ceil(transactions.length / STOCK.transactionsPerMovement)),
    },
    (_, at) => {
      const event = { id: `h${seed}-${at + 1}`, time: span.first + random.below(length) };
      return stockMovement(catalogue, random, event);
    },
  );
  return {
    stock_movements: lines(movements),
    fx_rates: lines(ratesOf(random, span)),
    reviews: lines(reviewsOf(transactions, random, span)),
    holidays: lines(holidaysOf(span)),
    countries: lines(countries),
  };
}
