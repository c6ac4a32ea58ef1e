import type { Catalogue, Currency, Product, Store } from './catalogue';
import { deliveryOf } from './delivery';
import { FIGURES } from './figures';
import { minorUnitsOf, moneyText } from './money';
import { Weighted, type Random } from './random';
import type { Transaction } from './transaction';

/** Nobody is asked at the till; not in the real data, where every basket belongs to a household. */
const ANONYMOUS = 0.15;
const REFUNDS = 0.02;
/** Of the price before the discount; with the share of discounted lines it gives the real 17.9 % of sales. */
const DISCOUNT = 0.3;
const LINES = new Weighted(FIGURES.linesPerBasket);
const QUANTITIES = new Weighted(FIGURES.quantities.map(([, share]) => share));

interface Line {
  readonly product: Product;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly amount: number;
}

function lineOf(product: Product, currency: Currency, random: Random): Line {
  const quantity = FIGURES.quantities[QUANTITIES.draw(random)]?.[0] ?? 1;
  const unitPrice = minorUnitsOf(product.cents, currency);
  const gross = unitPrice * quantity;
  const isDiscounted = gross > 0 && random.chance(FIGURES.discountedLines);
  const discount = isDiscounted ? Math.round(gross * DISCOUNT * (0.5 + random.next())) : 0;
  return { product, quantity, unitPrice, discount, amount: gross - discount };
}

const itemOf = (line: Line, currency: Currency) => ({
  product_id: line.product.id,
  quantity: line.quantity,
  line_amount: moneyText(line.amount, currency),
  unit_price: moneyText(line.unitPrice, currency),
  unit_cost: moneyText(minorUnitsOf(line.product.costCents, currency), currency),
  ...(line.discount > 0 && { discount: moneyText(line.discount, currency) }),
});

function statusOf(random: Random): Transaction['status'] {
  const draw = random.next();
  if (draw < 0.97) return 'COMPLETED';
  return draw < 0.985 ? 'FAILED' : 'CANCELLED';
}

function channelOf(random: Random): 'pos' | 'web' | 'app' {
  const draw = random.next();
  if (draw < 0.8) return 'pos';
  return draw < 0.94 ? 'web' : 'app';
}

function paymentsOf(amount: number, currency: Currency, random: Random) {
  if (amount === 0) return {};
  const method = random.pick(['card', 'card', 'card', 'cash', 'wallet']);
  return { payments: [{ method, amount: moneyText(amount, currency) }] };
}

interface Occasion {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly store: Store;
  /** Until when deliveries are told of, epoch milliseconds; none is, if absent. */
  readonly until?: number;
}

/** A basket at a store, on the web or in the app; now and then a refund of an earlier one. */
export function retailTransaction(
  catalogue: Catalogue,
  random: Random,
  { id, time, store, until = time }: Occasion,
): Transaction {
  const { drawCustomer, drawProduct } = catalogue;
  const { currency, country, zone } = store.place;
  const count = LINES.draw(random) + 1;
  const lines = Array.from({ length: count }, () => lineOf(drawProduct(random), currency, random));
  const amount = lines.reduce((total, line) => total + line.amount, 0);
  const isRefund = amount > 0 && random.chance(REFUNDS);
  const channel = channelOf(random);
  const status = statusOf(random);
  const isSent = channel !== 'pos' && !isRefund && status === 'COMPLETED';
  return {
    id,
    source: 'retail-pos',
    time,
    type: isRefund ? 'refund' : 'sale',
    status,
    channel,
    currency,
    amount,
    rest: {
      ...(random.chance(ANONYMOUS) ? {} : { customer_id: drawCustomer(random).id }),
      ...(channel === 'pos' && { store_id: store.id }),
      ...(isRefund && { original_transaction_id: `${id}-sale` }),
      ...(isSent && deliveryOf(catalogue, random, time, until)),
      country,
      time_zone: zone,
      items: lines.map((line) => itemOf(line, currency)),
      ...paymentsOf(amount, currency, random),
    },
  };
}
