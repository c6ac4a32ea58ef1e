import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jsonOf, products } from './support/read';

const SHOP = `
zone: Europe/London
file: {format: csv}
datasets:
  transactions:
    group_by: [InvoiceNo]
    fields:
      transaction_id: InvoiceNo
      source_system: {const: online-retail}
      transaction_time: {from: InvoiceDate, format: ['%m/%d/%Y %H:%M', '%Y-%m-%d %H:%M:%S']}
      event_time: {from: InvoiceDate, format: ['%m/%d/%Y %H:%M', '%Y-%m-%d %H:%M:%S']}
      channel: {const: web}
      type: {from: InvoiceNo, map: {'C*': refund, '*': sale}}
      original_transaction_id: {from: InvoiceNo, map: {'C*': unknown, '*': ''}}
      status: {const: COMPLETED}
      currency: {const: GBP}
      amount: {sum: line_amount, negate: {type: refund}}
      customer_id: {from: [CustomerID, 'Customer ID'], split: {by: ., take: 1}}
    items:
      fields:
        product_id: StockCode
        quantity: {from: Quantity, absolute: true}
        line_amount: {times: [Quantity, [UnitPrice, Price]]}
`.replace('[UnitPrice, Price]]', '{from: [UnitPrice, Price]}]');

describe('invoice lines with cancellations and anonymous customers', () => {
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n';

  it('are multiplied, summed exactly and turned round for refunds', async () => {
    const csv =
      header +
      '536365,85123A,"WHITE HANGING\nHEART, ""T-LIGHT""",6,12/1/2010 8:26,2.55,17850.0\n' +
      'C536379,D,Discount,-1,12/1/2010 9:41,27.5,14527\n' +
      '536365,71053,,3,12/1/2010 8:26,0.1,17850.0\n' +
      '536544,22,,1,12/1/2010 14:32,3.36,\n';

    const [sale, refund, anonymous] = await jsonOf('shop.csv', csv, SHOP);

    expect(sale).toMatchObject({ type: 'sale', amount: '15.6', customer_id: '17850' });
    expect(sale).not.toHaveProperty('original_transaction_id');
    expect(sale?.['items']).toEqual([
      { product_id: '85123A', quantity: '6', line_amount: '15.3' },
      { product_id: '71053', quantity: '3', line_amount: '0.3' },
    ]);
    expect(refund).toMatchObject({
      type: 'refund',
      amount: '27.5',
      original_transaction_id: 'unknown',
      transaction_time: '2010-12-01T09:41:00.000Z',
    });
    expect(anonymous).not.toHaveProperty('customer_id');
  });

  it('may have renamed columns and other dates in another year', async () => {
    const csv =
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID\n' +
      '1,A,,2,2011-07-01 10:00:00,1.25,7\n';

    const [sale] = await jsonOf('2011.csv', csv, SHOP);

    expect(sale).toMatchObject({
      amount: '2.5',
      customer_id: '7',
      transaction_time: '2011-07-01T09:00:00.000Z',
    });
  });

  it('give one record whatever the order of the lines', async () => {
    const lines = [
      '1,A,,2,12/1/2010 8:26,1.25,7',
      '2,B,,1,12/1/2010 8:27,1,8',
      '1,C,,1,12/1/2010 8:26,3,7',
    ];
    const mapping = SHOP.replace('group_by:', 'order_by: [StockCode]\n    group_by:');
    const idOf = (json: Readonly<Record<string, unknown>>) => String(json['transaction_id']);

    const straight = await jsonOf('a.csv', header + lines.join('\n'), mapping);
    const reversed = await jsonOf('a.csv', header + lines.reverse().join('\n'), mapping);

    const sorted = (records: typeof straight) =>
      [...records].sort((left, right) => idOf(left).localeCompare(idOf(right)));
    expect(sorted(reversed)).toEqual(sorted(straight));
  });
});

describe('ids by hash', () => {
  const mapping = products('name: name').replace(
    'product_id: id',
    'product_id: {id: {hash_of: [id, [name, title]], occurrence: true}}',
  );
  const ids = async (csv: string): Promise<readonly unknown[]> =>
    (await jsonOf('a.csv', csv, mapping, 'products')).map((json) => json['product_id']);

  it('keep equal lines apart and stay the same in another order and another file', async () => {
    const first = await ids('id,name\n1,x\n1,x\n2,y\n');
    const second = await ids('id,name\n2,y\n1,x\n9,z\n1,x\n');

    expect(new Set(first).size).toBe(3);
    expect(new Set([...first, ...second]).size).toBe(4);
  });

  it('are the sha256 of values and number of occurrence', async () => {
    const [id] = await ids('id,name\n1,x\n');
    const text = JSON.stringify([[['1', 'x']], 1]);

    expect(id).toBe(createHash('sha256').update(text).digest('hex').slice(0, 32));
  });
});
