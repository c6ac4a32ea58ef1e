import type { Catalogue } from './catalogue';
import { changedRows } from './changes';
import { moneyText } from './money';
import { Random } from './random';

/** By bronze table, one JSON record a line. */
export type Datasets = Readonly<
  Record<'customers' | 'accounts' | 'products' | 'stores' | 'sellers', readonly string[]>
>;
/** Days of a history, epoch milliseconds. */
export interface Span {
  readonly first: number;
  /** Exclusive. */
  readonly until: number;
}

const DAY = 86_400_000;

const lines = (records: readonly object[]): readonly string[] =>
  records.map((record) => JSON.stringify(record));

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const storesOf = ({ stores }: Catalogue, before: (days: number) => string) =>
  stores.map(({ id, place }, at) => ({
    store_id: id,
    name: `${place.city} ${id}`,
    country: place.country,
    time_zone: place.zone,
    region: place.region,
    city: place.city,
    format: at % 3 === 0 ? 'hypermarket' : 'supermarket',
    floor_area_m2: String(800 + ((at * 137) % 40) * 100),
    opened_on: before(3_000),
    is_active: true,
  }));

const productsOf = ({ products }: Catalogue) =>
  products.map(({ id, department, isPrivate, cents, costCents }) => ({
    product_id: id,
    name: `${department.toLowerCase()} ${id}`,
    department,
    category: `${department} ${Number(id.slice(1)) % 12}`,
    brand: isPrivate ? 'Private' : 'National',
    cost: moneyText(costCents, 'USD'),
    list_price: moneyText(cents, 'USD'),
    currency: 'USD',
    is_active: true,
  }));

const SEGMENTS: readonly [string, ...string[]] = ['new', 'regular', 'loyal'];
const customersOf = ({ customers }: Catalogue, random: Random, before: (days: number) => string) =>
  customers.map(({ id, place }, at) => ({
    customer_id: id,
    // Nobody's: the domain is reserved for examples.
    ...(at % 2 === 0 && { email: `shopper${at}@example.org` }),
    country: place.country,
    region: place.region,
    segment: random.pick(SEGMENTS),
    joined_on: before(2_000),
    is_active: true,
    has_marketing_consent: random.chance(0.6),
  }));

const accountsOf = ({ accounts }: Catalogue, random: Random, before: (days: number) => string) =>
  accounts.map(({ id, customer }) => ({
    account_id: id,
    customer_id: customer.id,
    account_type: random.pick(['current', 'current', 'savings']),
    currency: customer.place.currency,
    status: 'open',
    country: customer.place.country,
    opened_on: before(3_000),
  }));

const sellersOf = ({ sellers }: Catalogue, before: (days: number) => string) =>
  sellers.map(({ id, place, department }) => ({
    seller_id: id,
    name: `Seller ${id}`,
    country: place.country,
    region: place.region,
    city: place.city,
    category: department,
    joined_on: before(2_000),
    is_active: true,
  }));

/** The reference datasets of a catalogue: as they were before the history, and what changed in the middle of it. */
export function datasetsOf(catalogue: Catalogue, seed: number, span: Span): Datasets {
  const random = new Random(seed + 1);
  const before = (days: number): string => dateOf(span.first - (1 + random.below(days)) * DAY);
  const changed = changedRows(span);
  return {
    stores: lines(changed(storesOf(catalogue, before), 12, () => ({ format: 'express' }))),
    products: lines(
      changed(productsOf(catalogue), 20, ({ cost }) => ({ cost: (Number(cost) * 1.1).toFixed(2) })),
    ),
    customers: lines(
      changed(customersOf(catalogue, random, before), 9, ({ segment }) => ({
        segment: segment === 'new' ? 'regular' : 'loyal',
      })),
    ),
    accounts: lines(
      changed(accountsOf(catalogue, random, before), 40, () => ({ status: 'frozen' })),
    ),
    sellers: lines(sellersOf(catalogue, before)),
  };
}
