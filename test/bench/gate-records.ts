/**
 * The mix of the gate's benchmark: compact records, 80 % sales of two items, 20 % bank records of three
 * ids. Ids repeat as in the Complete Journey sample (47,243 baskets of 2,377 households in 293 stores,
 * 20,902 products); a sale has about 440 bytes. Money is decimal text, quantities are numbers: what most producers send.
 */
const SALES_SHARE = 0.8;
const HOUSEHOLDS = 2377;
const STORES = 293;
const PRODUCTS = 20_902;

/** mulberry32: the same records with every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const money = (cents: number): string => (cents / 100).toFixed(2);

/**
 * Records as JSON texts.
 * @param now epoch milliseconds that the records are a little older than
 */
export function gateRecords(count: number, now: number): readonly string[] {
  const random = seeded(20_260_101);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const sale = (at: number): object => {
    const time = now - upTo(86_400_000);
    const first = 50 + upTo(2000);
    const second = 50 + upTo(2000);
    return {
      transaction_id: `txn_${String(at).padStart(12, '0')}`,
      source_system: 'pos-north',
      transaction_time: new Date(time).toISOString(),
      event_time: new Date(time + upTo(60_000)).toISOString(),
      channel: 'pos',
      type: 'sale',
      status: 'COMPLETED',
      currency: 'USD',
      amount: money(first + second),
      country: 'US',
      mcc: '5411',
      store_id: `store_${upTo(STORES)}`,
      customer_id: `household_${upTo(HOUSEHOLDS)}`,
      items: [
        { product_id: String(upTo(PRODUCTS)), quantity: 1, line_amount: money(first) },
        { product_id: String(upTo(PRODUCTS)), quantity: 2, line_amount: money(second) },
      ],
    };
  };
  const transfer = (at: number): object => {
    const time = now - upTo(86_400_000);
    return {
      transaction_id: `bank_${String(at).padStart(8, '0')}`,
      source_system: 'core-banking',
      transaction_time: new Date(time).toISOString(),
      event_time: new Date(time + upTo(60_000)).toISOString(),
      channel: 'app',
      type: 'transfer',
      status: 'COMPLETED',
      currency: 'EUR',
      amount: money(100 + upTo(500_000)),
      account_id: `acc_${upTo(4500)}`,
      direction: random() < 0.5 ? 'debit' : 'credit',
      customer_id: `household_${upTo(HOUSEHOLDS)}`,
      counterparty_account: `acc_${upTo(4500)}`,
      country: 'DE',
      balance_after: money(upTo(10_000_000)),
      value_date: new Date(now).toISOString().slice(0, 10),
    };
  };
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify(random() < SALES_SHARE ? sale(at) : transfer(at)),
  );
}
