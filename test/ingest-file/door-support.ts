import { createHash } from 'node:crypto';
import { parquetReadObjects } from 'hyparquet';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import { emptyWorld, type World } from './support/memory-door';

export const SHOP = `
datasets:
  transactions:
    group_by: [basket]
    fields:
      transaction_id: basket
      source_system: {const: shop}
      transaction_time: day
      event_time: day
      channel: {const: web}
      type: {const: sale}
      status: {const: COMPLETED}
      currency: {const: EUR}
      amount: {sum: line_amount}
      customer_id: customer
    items: {fields: {product_id: sku, quantity: {const: 1}, line_amount: price}}
`;

export const CSV =
  'basket,day,sku,price,customer\n' +
  '1,2020-01-01,a,1.10,ann\n2,2020-01-02,b,2.20,\n1,2020-01-01,c,3.30,ann\n3,2020-01-01,d,-,bob\n4,2020-01-03,e,x,\n';

export const KEY = 'shop/transactions/day.csv';

export const NOW = new Date('2026-01-05T10:00:00Z');

export function worldWith(csv: string, yaml = SHOP, key = KEY): World {
  const world = emptyWorld();
  world.built['shop'] = { sha: createHash('sha256').update(yaml).digest('hex'), yaml };
  world.landing.set(key, { bytes: Buffer.from(csv), lastModified: NOW });
  return world;
}

export const daysOf = async (ledger: Ledger, dataset: string) =>
  Object.fromEntries((await ledger.days.list(dataset)).map(({ day, version }) => [day, version]));

export const rowsOf = (world: World, prefix: string) =>
  Promise.all(
    [...world.lake]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, bytes]) => parquetReadObjects({ file: new Uint8Array(bytes).buffer })),
  ).then((files) => files.flat());
