import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimalText, units } from '../end-to-end/naive';
import { gated, sentStates, settled, type Sent } from './small-world';
import { World } from './world';

const SEED = 23;
const RETAIL = ['sale', 'refund'];
type Keep = (sent: Sent) => boolean;
type Amount = (sent: Sent) => bigint;

const isCompleted: Keep = ({ status }) => status === 'COMPLETED';
const isRetail: Keep = (sent) => isCompleted(sent) && RETAIL.includes(sent.type);
const isKnown: Keep = ({ customer_id: customer }) => customer !== undefined;
const isPurchase: Keep = (sent) =>
  isCompleted(sent) &&
  (sent.type === 'sale' || (sent.type === 'payment' && sent['direction'] === 'debit'));
const gross: Amount = ({ amount }) => units(amount);
const net: Amount = ({ amount, type }) => (type === 'refund' ? -units(amount) : units(amount));
const flow: Amount = ({ amount, direction }) =>
  direction === 'credit' ? units(amount) : -units(amount);

/** Table, what it sums up, which records it claims to cover, and with which amount. */
const CLAIMS: readonly (readonly [string, string, Keep, Amount])[] = [
  ['silver.transactions', 'amount', () => true, gross],
  ['silver.transaction_items', 'line_amount', (sent) => sent.items !== undefined, gross],
  ['gold.revenue_daily', 'revenue', isRetail, net],
  ['gold.revenue_monthly', 'revenue', isRetail, net],
  ['gold.daily_sales_summary', 'revenue', isRetail, net],
  ['gold.store_weekly_performance', 'revenue', isRetail, net],
  ['gold.product_performance', 'revenue', isRetail, net],
  ['gold.customer_category_monthly', 'revenue', (sent) => isRetail(sent) && isKnown(sent), net],
  ['gold.customer_daily', 'purchase_amount', (sent) => isPurchase(sent) && isKnown(sent), gross],
  ['gold.customer_rfm', 'purchase_amount', (sent) => isPurchase(sent) && isKnown(sent), gross],
  ['gold.cohort_retention', 'purchase_amount', (sent) => isPurchase(sent) && isKnown(sent), gross],
  [
    'gold.customer_monthly_summary',
    'total_amount',
    (sent) => isCompleted(sent) && isKnown(sent) && sent.type !== 'refund',
    gross,
  ],
  [
    'gold.account_daily_flow',
    'net_flow',
    (sent) => isCompleted(sent) && sent.account_id !== undefined,
    flow,
  ],
];

describe('amounts from bronze on', { timeout: 300_000 }, () => {
  const states = sentStates(SEED, 150);
  let world: World;

  beforeAll(async () => {
    world = await World.open();
    await world.give({ transactions: await gated([states]) });
  });
  afterAll(() => world?.close());

  it.each(CLAIMS)('are all in %s', async (table, column, covers, amountOf) => {
    const totals = new Map<string, bigint>();
    for (const one of settled(states).filter(covers)) {
      totals.set(one.currency, (totals.get(one.currency) ?? 0n) + amountOf(one));
    }
    await world.build(table);

    const rows = await world.ask(
      `SELECT currency, CAST(sum(${column}) AS varchar) AS total FROM ${table} GROUP BY currency`,
    );

    expect(totals.size).toBe(2);
    expect(new Map(rows.map(({ currency, total }) => [currency, total]))).toEqual(
      new Map([...totals].map(([currency, total]) => [currency, decimalText(total)])),
    );
  });
});
