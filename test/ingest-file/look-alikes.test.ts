import { describe, expect, it } from 'vitest';
import { documented, judged, shown, zipped } from './support/look-alike';

describe('an online shop whose years differ', () => {
  const mapping = documented('Gift shop');
  const first =
    '\ufeffInvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n';
  const second = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n';

  it('keeps equal lines, turns cancellations and write-offs round, leaves anonymous ones anonymous', async () => {
    const csv =
      first +
      '536365,85123A,"WHITE ""HANGING""\r\nHEART, large",6,01/12/2010 08:26,2.55,17850.0,United Kingdom\r\n' +
      '536365,71053,LANTERN,1,01/12/2010 08:26,3.39,17850.0,United Kingdom\r\n' +
      '536365,71053,LANTERN,1,01/12/2010 08:26,3.39,17850.0,United Kingdom\r\n' +
      'C536379,D,Discount,-1,31/12/2010 09:41,27.50,14527,EIRE\r\n' +
      '536544,22,x,1,01/12/2010 14:32,0.001,,Utopia\r\n' +
      '536589,21777,,-10,01/12/2010 16:50,0.0,,United Kingdom\r\n';

    const { accepted, rejected } = await judged('2010.csv', csv, { mapping });

    expect(rejected).toEqual([]);
    expect(shown(accepted, 'type', 'amount', 'country', '_partition')).toEqual(
      [
        { type: 'sale', amount: '22.08', country: 'GB', _partition: '2010-12-01' },
        { type: 'refund', amount: '27.5', country: 'IE', _partition: '2010-12-31' },
        { type: 'sale', amount: '0.00', _partition: '2010-12-01' },
        { type: 'refund', amount: '0', country: 'GB', _partition: '2010-12-01' },
      ].map((row) => expect.objectContaining(row) as object),
    );
    expect(shown(accepted, 'items')[0]).toMatchObject({
      items: [{ quantity: '6' }, { product_id: '71053' }, { product_id: '71053' }],
    });
    expect(accepted.map((row) => typeof row['customer_id'])).toEqual([
      'string',
      'string',
      'undefined',
      'undefined',
    ]);
  });

  it('reads renamed columns into the same transactions', async () => {
    const old = first + '7,A,x,2,01/12/2010 08:26,1.25,9,Germany\r\n';
    const renamed = second + '7,A,x,2,2010-12-01 08:26:00,1.25,9.0,Germany\n';
    const fields = ['transaction_id', 'transaction_time', 'amount', 'items', 'customer_id'];

    const a = await judged('2010.csv', old, { mapping });
    const b = await judged('2011.csv', renamed, { mapping });

    expect(a.accepted).toHaveLength(1);
    expect(shown(b.accepted, ...fields)).toEqual(shown(a.accepted, ...fields));
  });

  it('takes an invoice of 1,114 lines', async () => {
    const line = (at: number): string =>
      `573585,P${at},x,1,31/10/2011 14:41,0.83,,United Kingdom\r\n`;
    const csv = first + Array.from({ length: 1114 }, (_, at) => line(at)).join('');

    const { accepted, rejected } = await judged('a.csv', csv, { mapping });

    expect(rejected).toEqual([]);
    expect(accepted[0]?.['amount']).toBe('924.62');
  });

  it('makes one product of its many lines', async () => {
    const csv = first + '1,A,PEN,1,01/12/2010 08:26,1,,x\r\n2,A,PEN,1,02/12/2010 08:26,1,,x\r\n';

    const { accepted } = await judged('a.csv', csv, { mapping, dataset: 'products' });

    expect(shown(accepted, 'product_id', 'name')).toEqual([{ product_id: 'A', name: 'PEN' }]);
  });
});

describe('a marketplace in one archive', () => {
  const mapping = documented('Marketplace');
  const archive = zipped({
    'data/olist_orders_dataset.csv':
      '"order_id","customer_id","order_status","order_purchase_timestamp","order_delivered_customer_date","order_estimated_delivery_date"\n' +
      '"o1","c1","delivered","2017-10-02 10:56:33","2017-10-10 21:25:13","2017-10-18 00:00:00"\n' +
      '"o2","c2","canceled","2018-08-08 08:38:49","","2018-09-04 00:00:00"\n' +
      '"o3","c3","shipped","2018-08-08 08:38:49","","2018-09-04 00:00:00"\n',
    'data/olist_order_items_dataset.csv':
      '"order_id","order_item_id","product_id","seller_id","price","freight_value"\n' +
      '"o1","1","p1","s1","29.99","8.72"\n"o1","2","p1","s1","29.99","8.72"\n' +
      '"o2","1","p2","s2","118.70","22.76"\n"o9","1","p2","s2","1.00","0.00"\n',
    'data/olist_order_payments_dataset.csv':
      '"order_id","payment_sequential","payment_type","payment_installments","payment_value"\n' +
      '"o1","1","voucher","1","20.00"\n"o1","2","credit_card","3","57.42"\n"o2","1","boleto","1","141.46"\n',
    'data/olist_customers_dataset.csv':
      '"customer_id","customer_unique_id"\n"c1","u1"\n"c2","u1"\n"c3","u3"\n',
    'data/olist_products_dataset.csv':
      '"product_id","product_category_name"\n"p1","perfumaria"\n"p2",""\n',
    'data/product_category_name_translation.csv':
      '\ufeffproduct_category_name,product_category_name_english\nperfumaria,perfumery\n',
    'data/olist_order_reviews_dataset.csv':
      '"review_id","order_id","review_score","review_comment_title","review_comment_message","review_creation_date","review_answer_timestamp"\r\n' +
      '"r1","o1","5","","Muito bom,\r\n""recomendo""; já comprei\nduas vezes","2017-10-11 00:00:00","2017-10-12 03:43:48"\r\n' +
      '"r1","o2","1","Não","","2018-08-10 00:00:00","2018-08-11 10:00:00"\r\n',
    '__MACOSX/data/._olist_orders_dataset.csv': 'x',
  });

  it('is joined: lines, payments and the person behind several customer ids', async () => {
    const { accepted } = await judged('olist.zip', archive, { mapping });

    const [order, cancelled] = shown(
      accepted,
      'transaction_id',
      'status',
      'amount',
      'items',
      'payments',
      'seller_id',
      'delivered_at',
    );
    expect(accepted).toHaveLength(2);
    expect(order).toMatchObject({
      transaction_id: 'o1',
      status: 'COMPLETED',
      amount: '77.42',
      items: [{ line_amount: '38.71' }, { line_amount: '38.71' }],
      payments: [
        { method: 'voucher' },
        { method: 'credit_card', amount: '57.42', installments: '3' },
      ],
      seller_id: 's1',
      delivered_at: '2017-10-11T00:25:13.000Z',
    });
    expect(cancelled).toMatchObject({ status: 'CANCELLED', amount: '141.46' });
    expect(accepted[0]?.['customer_id']).toBe(accepted[1]?.['customer_id']);
  });

  it('loses nothing: an order without lines and a line without an order are told', async () => {
    const { rejected } = await judged('olist.zip', archive, { mapping });

    expect(rejected.map((codes) => codes.includes('source.unmatched')).sort()).toEqual([
      false,
      true,
    ]);
  });

  it('looks words up, and keeps what has none', async () => {
    const { accepted } = await judged('olist.zip', archive, { mapping, dataset: 'products' });

    expect(shown(accepted, 'product_id', 'category')).toEqual([
      { product_id: 'p1', category: 'perfumery' },
      { product_id: 'p2', category: undefined },
    ]);
  });

  it('has reviews of many lines, whose id may stand for several orders', async () => {
    const { accepted, rejected } = await judged('olist.zip', archive, {
      mapping,
      dataset: 'reviews',
    });

    expect(rejected).toEqual([]);
    expect(accepted.map((row) => row['review_id'])).toEqual(['r1-o1', 'r1-o2']);
    expect(accepted[0]?.['text']).toBe('Muito bom,\r\n"recomendo"; já comprei\nduas vezes');
    expect(accepted[1]).not.toHaveProperty('text');
  });

  it('is refused with the names it holds when a file is missing, truncated or no archive', async () => {
    const failing = async (bytes: Uint8Array): Promise<string> => {
      try {
        await judged('olist.zip', bytes, { mapping });
        return 'loaded';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };

    expect(await failing(zipped({ 'a.csv': 'x\n1\n' }))).toMatch(/no file for .*; it holds a\.csv/);
    expect(await failing(archive.subarray(0, 900))).toMatch(/truncated/);
    expect(await failing(Buffer.from('order_id\n1\n'))).toMatch(/no zip archive/);
  });
});
