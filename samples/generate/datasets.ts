import type { Catalogue } from './catalogue';
import { moneyText } from './money';
import { Random } from './random';

/** By bronze table, one JSON record a line. */
export type Datasets = Readonly<
  Record<'customers' | 'accounts' | 'products' | 'stores', readonly string[]>
>;

const DAY = 86_400_000;

const lines = (records: readonly object[]): readonly string[] =>
  records.map((record) => JSON.stringify(record));

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The reference datasets of a catalogue. @param first day of the history, epoch milliseconds */
export function datasetsOf(catalogue: Catalogue, seed: number, first: number): Datasets {
  const random = new Random(seed + 1);
  const before = (days: number): string => dateOf(first - (1 + random.below(days)) * DAY);
  return {
    stores: lines(
      catalogue.stores.map(({ id, place }) => ({
        store_id: id,
        name: `${place.city} ${id}`,
        country: place.country,
        time_zone: place.zone,
        city: place.city,
        opened_on: before(3_000),
        is_active: true,
      })),
    ),
    products: lines(
      catalogue.products.map(({ id, department, isPrivate, cents, costCents }) => ({
        product_id: id,
        name: `${department.toLowerCase()} ${id}`,
        department,
        category: `${department} ${Number(id.slice(1)) % 12}`,
        brand: isPrivate ? 'Private' : 'National',
        cost: moneyText(costCents, 'USD'),
        list_price: moneyText(cents, 'USD'),
        currency: 'USD',
        is_active: true,
      })),
    ),
    customers: lines(
      catalogue.customers.map(({ id, place }) => ({
        customer_id: id,
        country: place.country,
        segment: random.pick(['new', 'regular', 'loyal']),
        joined_on: before(2_000),
        is_active: true,
        has_marketing_consent: random.chance(0.6),
      })),
    ),
    accounts: lines(
      catalogue.accounts.map(({ id, customer }) => ({
        account_id: id,
        customer_id: customer.id,
        account_type: random.pick(['current', 'current', 'savings']),
        currency: customer.place.currency,
        status: 'open',
        country: customer.place.country,
        opened_on: before(3_000),
      })),
    ),
  };
}
