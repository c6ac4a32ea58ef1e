import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountOf } from '../../cli/account';
import { loadFile } from '../../cli/load-file';
import { Laptop } from './laptop';

const fields = (id: string): string => `
    fields:
      transaction_id: ${id}
      source_system: {const: shop}
      transaction_time: day
      event_time: day
      channel: {const: web}
      type: {const: payment}
      status: {const: COMPLETED}
      currency: {const: EUR}
      account_id: customer
      direction: {const: debit}
      amount: price`;
const SHOP = `datasets:
  payments:
    table: transactions${fields('id')}
  fees:
    table: transactions${fields("{join: [id, customer], with: '-'}")}
`;
const dayBefore = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const CSV = `id,day,price,customer
1,${dayBefore(9)},1.10,ann
2,${dayBefore(8)},-2.20,bob
3,${dayBefore(8)},3,ann
`;

let laptop: Laptop;
beforeAll(async () => {
  laptop = await Laptop.make();
  laptop.buildOnly(['silver.transactions', 'silver.transaction_conflicts']);
  await laptop.up();
}, 120_000);
afterAll(async () => laptop?.remove());

async function load(dataset: string, mapping: string, source = 'shop') {
  const file = path.join(laptop.folder, 'shop.csv');
  writeFileSync(file, CSV);
  return loadFile(laptop.served, { file, source, dataset, mapping });
}

describe('the versions of a loaded file', () => {
  it('of two datasets stand side by side, and a corrected one takes the place of its own', async () => {
    await load('payments', SHOP);
    await load('fees', SHOP);
    await laptop.run();
    const before = await accountOf(laptop.served);

    await load('payments', SHOP.replace('price', '{from: price, absolute: true}'));
    await laptop.run();
    const after = await accountOf(laptop.served);

    expect(before.file).toEqual({ received: 6, accepted: 4, rejected: 2, balanced: true });
    expect(before.silver).toMatchObject({ bronze: 4, silver: 4, waiting: 0, balanced: true });
    expect(before.reasons).toEqual({ 'decimal.range': 2 });
    expect(after.file).toEqual({ received: 6, accepted: 5, rejected: 1, balanced: true });
    expect(after.silver).toMatchObject({ bronze: 5, silver: 5, waiting: 0, balanced: true });
    expect(after.reasons).toEqual({ 'decimal.range': 1 });
  }, 120_000);

  it('under another source leave the rows of the first, and the answer says so', async () => {
    const corrected = SHOP.replace('price', '{from: price, absolute: true}');

    const same = await load('payments', corrected);
    const renamed = await load('payments', corrected, 'shop-corrected');
    const other = await load('payments', `${corrected}# reviewed\n`, 'shop-corrected');

    expect(same).toMatchObject({ status: 'already loaded', alsoAs: [] });
    expect(renamed).toMatchObject({ status: 'already loaded', alsoAs: [] });
    expect(other.status).toBe('loaded');
    expect([...other.alsoAs].sort()).toEqual(['shop/fees', 'shop/payments']);
  }, 60_000);

  it('that cannot be loaded give the reason at once, even under a dataset nobody knows', async () => {
    await expect(load('paymets', SHOP)).rejects.toThrow('which mapping shop lacks');
  }, 60_000);
});
