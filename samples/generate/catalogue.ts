import { FIGURES } from './figures';
import { normalQuantile, quantile, Random, Weighted } from './random';

/** A currency's digits after the point, and its price of one dollar. */
export const CURRENCIES = {
  USD: { digits: 2, perDollar: 1 },
  EUR: { digits: 2, perDollar: 0.92 },
  GBP: { digits: 2, perDollar: 0.79 },
  JPY: { digits: 0, perDollar: 150 },
} as const;
export type Currency = keyof typeof CURRENCIES;

export interface Place {
  readonly country: string;
  readonly currency: Currency;
  readonly zone: string;
  readonly city: string;
  /** State, county or prefecture. */
  readonly region: string;
  /** Share of stores, customers and accounts. */
  readonly weight: number;
}
const US = { country: 'US', currency: 'USD' } as const;
export const PLACES: readonly [Place, ...Place[]] = [
  { ...US, zone: 'America/New_York', city: 'Cincinnati', region: 'Ohio', weight: 0.4 },
  { ...US, zone: 'America/Chicago', city: 'Nashville', region: 'Tennessee', weight: 0.2 },
  { ...US, zone: 'America/Los_Angeles', city: 'Portland', region: 'Oregon', weight: 0.1 },
  {
    ...{ country: 'DE', currency: 'EUR', zone: 'Europe/Berlin' },
    ...{ city: 'Leipzig', region: 'Saxony', weight: 0.15 },
  },
  {
    ...{ country: 'GB', currency: 'GBP', zone: 'Europe/London' },
    ...{ city: 'Leeds', region: 'Yorkshire', weight: 0.1 },
  },
  {
    ...{ country: 'JP', currency: 'JPY', zone: 'Asia/Tokyo' },
    ...{ city: 'Sendai', region: 'Miyagi', weight: 0.05 },
  },
];

export interface Store {
  readonly id: string;
  readonly place: Place;
}
export interface Product {
  readonly id: string;
  readonly department: string;
  readonly isPrivate: boolean;
  /** List price and cost in dollar cents. */
  readonly cents: number;
  readonly costCents: number;
}
/** A business that sells on the web and in the app. */
export interface Seller {
  readonly id: string;
  readonly place: Place;
  /** Department that it mostly sells. */
  readonly department: string;
}
export interface Customer {
  readonly id: string;
  readonly place: Place;
}
export interface Account {
  readonly id: string;
  readonly customer: Customer;
}
/** Who buys what and where; draws follow the real shares. */
export interface Catalogue {
  readonly stores: readonly [Store, ...Store[]];
  readonly products: readonly [Product, ...Product[]];
  readonly sellers: readonly [Seller, ...Seller[]];
  readonly customers: readonly [Customer, ...Customer[]];
  readonly accounts: readonly [Account, ...Account[]];
  readonly drawProduct: (random: Random) => Product;
  readonly drawCustomer: (random: Random) => Customer;
}

const STORES = 48;
const PRODUCTS = 2_000;
const SELLERS = 60;
/** Golden ratio: prices and departments spread evenly over the ranks, whatever their number. */
const SPREAD = 0.618033988749895;
/** Quantities raise a line and discounts lower it; with this factor lines come out at the real mean. */
const PRICE_FACTOR = 0.973;

function filled<T>(count: number, make: (at: number) => T): readonly [T, ...T[]] {
  const [first, ...rest] = Array.from({ length: Math.max(1, count) }, (_, at) => make(at));
  return [first ?? make(0), ...rest];
}

const numbered = (prefix: string, at: number, digits: number): string =>
  `${prefix}${String(at + 1).padStart(digits, '0')}`;

function placeAt(at: number, random: Random, places: Weighted): Place {
  // The first few cover every place, so that the smallest sample has all currencies.
  return PLACES[at < PLACES.length ? at : places.draw(random)] ?? PLACES[0];
}

function productAt(at: number, random: Random, departments: Weighted): Product {
  const { mean, deviation } = FIGURES.logLineAmount;
  const share = (at * SPREAD + 0.5) % 1;
  const price = Math.exp(mean + deviation * normalQuantile(share)) * PRICE_FACTOR;
  const cents = Math.max(5, Math.round(price * 100));
  return {
    id: numbered('p', at, 6),
    department: FIGURES.departments[departments.draw(random)]?.[0] ?? 'GROCERY',
    isPrivate: random.chance(FIGURES.privateBrands),
    cents,
    costCents: Math.max(1, Math.round(cents * (0.6 + 0.2 * random.next()))),
  };
}

/**
 * @param seed of everything in it
 * @param size numbers of customers and accounts
 */
export function makeCatalogue(
  seed: number,
  size: { readonly customers: number; readonly accounts: number },
): Catalogue {
  const random = new Random(seed);
  const places = new Weighted(PLACES.map(({ weight }) => weight));
  const departments = new Weighted(FIGURES.departments.map(([, share]) => share));
  const stores = filled(STORES, (at) => ({
    id: numbered('s', at, 3),
    place: placeAt(at, random, places),
  }));
  const products = filled(PRODUCTS, (at) => productAt(at, random, departments));
  const customers = filled(size.customers, (at) => ({
    id: numbered('C', at, 7),
    place: placeAt(at, random, places),
  }));
  const accounts = filled(size.accounts, (at) => ({
    id: `SLC${numbered('', at, 10)}`,
    customer: customers[at % customers.length] ?? customers[0],
  }));
  const popularity = new Weighted(products.map((_, at) => (at + 1) ** FIGURES.productSlope));
  const visits = new Weighted(customers.map(() => quantile(FIGURES.visits, random.next())));
  const sellers = filled(SELLERS, (at) => ({
    id: numbered('x', at, 3),
    place: placeAt(at, random, places),
    department: FIGURES.departments[departments.draw(random)]?.[0] ?? 'GROCERY',
  }));
  return {
    stores,
    products,
    sellers,
    customers,
    accounts,
    drawProduct: (draw) => products[popularity.draw(draw)] ?? products[0],
    drawCustomer: (draw) => customers[visits.draw(draw)] ?? customers[0],
  };
}
