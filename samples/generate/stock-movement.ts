import type { Catalogue, Store } from './catalogue';
import { moneyText } from './money';
import type { Random } from './random';

type Fields = Readonly<Record<string, unknown>>;
type Make = (random: Random, catalogue: Catalogue, store: Store) => Fields;

const few = (random: Random): number => 1 + random.below(6);
const elsewhere = (random: Random, { stores }: Catalogue, { id }: Store): string => {
  const other = random.pick(stores);
  return other.id === id ? `${id}-dc` : other.id;
};

/** Kinds of movements by how often they happen, in percent. */
const KINDS: readonly (readonly [percent: number, make: Make])[] = [
  [62, (random) => ({ type: 'sale', quantity: -few(random) })],
  [16, (random) => ({ type: 'receipt', quantity: 6 * few(random), supplier_id: 'sup-01' })],
  [6, (random) => ({ type: 'return', quantity: few(random) })],
  [
    5,
    (random, catalogue, store) => ({
      type: 'transfer_out',
      quantity: -few(random),
      other_store_id: elsewhere(random, catalogue, store),
    }),
  ],
  [
    5,
    (random, catalogue, store) => ({
      type: 'transfer_in',
      quantity: few(random),
      other_store_id: elsewhere(random, catalogue, store),
    }),
  ],
  [3, (random) => ({ type: 'write_off', quantity: -few(random), reason: 'broken' })],
  [2, (random) => ({ type: 'count', quantity: few(random) - 3, stock_after: random.below(80) })],
  [1, (random) => ({ type: 'adjustment', quantity: few(random) - 3, reason: 'miscount' })],
];

function kindOf(random: Random): Make {
  let left = random.below(100);
  const [first] = KINDS;
  const found = KINDS.find(([percent]) => (left -= percent) < 0) ?? first;
  return found?.[1] ?? (() => ({}));
}

/** A movement of a product that sells, in a store that is open. @param time epoch milliseconds */
export function stockMovement(
  catalogue: Catalogue,
  random: Random,
  { id, time }: { readonly id: string; readonly time: number },
): Fields {
  const store = random.pick(catalogue.stores);
  const product = catalogue.drawProduct(random);
  const movement = kindOf(random)(random, catalogue, store);
  const isBought = movement['type'] === 'receipt';
  return {
    movement_id: id,
    source_system: 'retail-stock',
    movement_time: new Date(time).toISOString(),
    event_time: new Date(time + random.below(30_000)).toISOString(),
    product_id: product.id,
    store_id: store.id,
    ...movement,
    ...(isBought && { unit_cost: moneyText(product.costCents, 'USD'), currency: 'USD' }),
    time_zone: store.place.zone,
  };
}
