import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { products, readFile } from './support/read';

const jsonOf = async (
  name: string,
  content: string | Uint8Array,
  mapping: string,
  dataset = 'transactions',
) => (await readFile(name, content, { mapping, dataset })).map(({ json }) => json);

const BANK = `
zone: Europe/Prague
file: {delimiter: ;, charset: windows-1252}
datasets:
  transactions:
    fields:
      transaction_id: trans_id
      source_system: {const: berka}
      transaction_time: {from: date, format: '%y%m%d'}
      event_time: {from: date, format: '%y%m%d'}
      value_date: {from: date, format: '%y%m%d'}
      channel: {from: operation, map: {'VYBER KARTOU': atm, '*': branch}, default: branch}
      type: {from: [operation, k_symbol], map: {'VYBER*': withdrawal, VKLAD: deposit, PREVOD*: transfer, UROK: deposit}}
      direction: {from: type, map: {PRIJEM: credit, VYDAJ: debit, VYBER: debit}}
      status: {const: COMPLETED}
      currency: {const: CZK}
      amount: amount
      balance_after: balance
      account_id: account_id
      counterparty_account: {join: [bank, account], with: ' '}
`;

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

describe('a bank export with semicolons, yymmdd dates and Czech words', () => {
  it('becomes movements on accounts', async () => {
    const csv =
      '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"\r\n' +
      '695247;2378;930101;"PRIJEM";"VKLAD";700.00;700.00;;;\r\n' +
      '171812;576;930131;"PRIJEM";;20.10;-1920.10;"UROK";"";\r\n' +
      '207264;704;930202;"VYDAJ";"PREVOD NA UCET";2600.50;0;"SIPO";"YZ";14132887\r\n';

    const [deposit, interest, transfer] = await jsonOf('trans.asc', csv, BANK);

    expect(deposit).toEqual({
      transaction_id: '695247',
      source_system: 'berka',
      transaction_time: '1992-12-31T23:00:00.000Z',
      event_time: '1992-12-31T23:00:00.000Z',
      value_date: '1993-01-01',
      channel: 'branch',
      type: 'deposit',
      direction: 'credit',
      status: 'COMPLETED',
      currency: 'CZK',
      amount: '700.00',
      balance_after: '700.00',
      account_id: '2378',
    });
    expect(interest).toMatchObject({ type: 'deposit', balance_after: '-1920.10' });
    expect(interest).not.toHaveProperty('counterparty_account');
    expect(transfer).toMatchObject({ type: 'transfer', counterparty_account: 'YZ 14132887' });
  });
});

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

describe('odd values', () => {
  const one = async (csv: string, fields: string, file = '') => {
    const [record] = await readFile('a.csv', csv, {
      mapping: products(fields, file),
      dataset: 'products',
    });
    return record;
  };

  it('missing words are missing, and a default stands for them', async () => {
    const record = await one(
      'id,b,c\n1,NA,\n',
      'brand: b, category: {from: c, default: none}',
      'missing: [NA]',
    );

    expect(record?.json).toEqual({ product_id: '1', category: 'none' });
  });

  it('a sign decides a word', async () => {
    const csv = 'id,n\n1,-5\n2,0\n3,7\n';
    const mapping = products("brand: {from: n, sign: true, map: {'-': back, 0: even, +: out}}");

    const brands = (await readFile('a.csv', csv, { mapping, dataset: 'products' })).map(
      ({ json }) => json['brand'],
    );

    expect(brands).toEqual(['back', 'even', 'out']);
  });

  it('an unmapped word, a bad number and a row of another shape are faults, not guesses', async () => {
    const unmapped = await one('id,b\n1,x\n', 'brand: {from: b, map: {y: z}}');
    const style = await one('id,b\n1,1.500\n', 'cost: b', "decimal: ','");
    const short = await one('id,b,c\n1,x\n', 'brand: b');
    const long = await one('id,b\n1,x,y\n', 'brand: b');

    expect(unmapped?.faults).toEqual(['source.unmapped']);
    expect(style?.faults).toEqual(['source.number']);
    expect(short?.faults).toEqual(['source.row_shape']);
    expect(long?.faults).toEqual(['source.row_shape']);
  });

  it('booleans, integers and named texts take their field’s form', async () => {
    const csv = 'id,active,cost,region,when\n1,Y,$1.50,North,2020-01-02 10:00\n';
    const mapping = `
zone: America/New_York
datasets:
  stores: {fields: {store_id: id, is_active: active, floor_area_m2: cost, region: region, opened_on: when, updated_at: when}}
`;
    const [record] = await readFile('a.csv', csv, { mapping, dataset: 'stores' });

    expect(record?.json).toEqual({
      store_id: '1',
      is_active: true,
      floor_area_m2: '1.50',
      region: 'North',
      opened_on: '2020-01-02',
      updated_at: '2020-01-02T15:00:00.000Z',
    });
  });

  it('a file without a mapped column is refused with the columns it has', async () => {
    await expect(
      one('id,x\n1,2\n', 'brand: [b, c]'.replace('[b, c]', '{from: [b, c]}')),
    ).rejects.toThrow('has no column b or c; it has id, x: correct the mapping');
    await expect(one('id,x\n1,2\n', 'brand: {from: b, optional: true}')).resolves.toMatchObject({
      json: { product_id: '1' },
    });
  });
});
