import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tablesOf } from '../../cli/tables';
import { modelFilesIn } from '../../lib/build/model-files';
import { Laptop, type RunAnswer } from './laptop';

const at = new Date(Date.now() - 86_400_000).toISOString();
const sale = (id: string): string =>
  JSON.stringify({
    transaction_id: id,
    source_system: 'till',
    channel: 'web',
    type: 'sale',
    status: 'COMPLETED',
    currency: 'EUR',
    amount: '10.00',
    transaction_time: at,
    event_time: at,
    customer_id: `customer of ${id}`,
    items: [{ product_id: 'p1', quantity: '1', line_amount: '10.00' }],
  });
/** `sql/gold/fact_sales.sql` → `gold.fact_sales` */
const models = modelFilesIn('.').map(({ file }) =>
  file.replace('sql/', '').replace('.sql', '').replace('/', '.'),
);

let laptop: Laptop;

beforeAll(async () => {
  laptop = await Laptop.make();
  await laptop.up();
}, 120_000);
afterAll(async () => laptop?.remove());

/** Every model's table, with its rows; a table that cannot be counted fails. */
async function rowsByModel(): Promise<ReadonlyMap<string, number | null>> {
  const tables = await tablesOf(laptop.served);
  const rows = new Map(tables.map(({ name, rows }) => [name, rows]));
  expect(models.length).toBeGreaterThan(50);
  expect(models.filter((name) => !rows.has(name))).toEqual([]);
  return rows;
}

function expectSuccess({ status, cause, outcomes }: RunAnswer): void {
  expect(cause).toBeUndefined();
  expect(status).toBe('SUCCEEDED');
  expect(outcomes.filter((outcome) => outcome.status !== 'published')).toEqual([]);
}

describe('a lake that knows little', () => {
  it('has every table after its first run, though nothing has arrived', async () => {
    expectSuccess(await laptop.run());

    const rows = await rowsByModel();
    expect(rows.get('silver.transactions')).toBe(0);
    expect(rows.get('gold.customer_360')).toBe(0);
  }, 300_000);

  it('has every table from two sales, and no stock, account or catalogue', async () => {
    const loaded = await laptop.load('transactions', [sale('t1'), sale('t2')]);
    expect(loaded).toMatchObject({ accepted: 2 });

    expectSuccess(await laptop.run());

    const rows = await rowsByModel();
    expect(rows.get('gold.fact_sales')).toBe(2);
    expect(rows.get('gold.customer_360')).toBe(2);
    expect(rows.get('gold.fact_stock')).toBe(0);
    expect(rows.get('gold.inventory_position')).toBe(0);
  }, 300_000);
});
