import { PRICES, type PriceKey } from './price-list';

/** A driver of the bill: a quantity times a price of the list. */
export interface Line {
  readonly service: string;
  readonly what: string;
  /** Units a month. */
  readonly quantity: number;
  readonly unit: string;
  readonly price: PriceKey;
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  /** US dollars a month. */
  readonly monthly: number;
}

export function charge(price: PriceKey, quantity: number, what: string): Line {
  const { service, usd, per, unit } = PRICES[price];
  return { service, what, quantity, unit, price, usd, per, monthly: (quantity * usd) / per };
}

/** Lines that cost something. */
export const paid = (lines: readonly Line[]): readonly Line[] =>
  lines.filter(({ quantity }) => quantity > 0);

export const ALLOWANCE = 'standing allowance of the account';

/** What an account's standing allowances take off, as lines of their own. */
export function allowances(lines: readonly Line[]): readonly Line[] {
  const used = new Map<PriceKey, number>();
  for (const { price, quantity } of lines) used.set(price, (used.get(price) ?? 0) + quantity);
  return [...used].flatMap(([price, quantity]) => {
    const free = Math.min(quantity, PRICES[price].freeEachMonth ?? 0);
    return free > 0 ? [charge(price, -free, ALLOWANCE)] : [];
  });
}
