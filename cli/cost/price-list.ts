import file from '../prices/us-east-1.json' with { type: 'json' };

/** One price as the public page names it. */
export interface Price {
  readonly service: string;
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  /** Why the price could not be read on its page when the list was made. */
  readonly unconfirmed?: string;
  /** Units that an account gets for nothing each month, for ever; shared by all that runs in it. */
  readonly freeEachMonth?: number;
}
export type PriceKey = keyof typeof file.prices;

const { prices, ...about } = file;
export const PRICES: Readonly<Record<PriceKey, Price>> = prices;
export const PRICE_LIST: Readonly<Record<'region' | 'seen' | 'about', string>> = about;
