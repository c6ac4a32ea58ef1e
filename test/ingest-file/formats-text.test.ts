import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { products, readFile } from './support/read';
import { brands } from './formats-support';

describe('fixed width', () => {
  const file =
    'format: fixed, charset: latin-1, columns: [{name: id, at: 2, width: 3}, {name: b, at: 6, width: 4}]';

  it('is cut by characters, short lines end early, CR is dropped', async () => {
    const bytes = Buffer.from(' 001 Caf\xe9\r\n 002 x\r\n', 'latin1');

    expect(await brands('a.txt', bytes, file)).toEqual(['Café', 'x']);
  });

  it('with text beyond the last column is a fault of its row', async () => {
    const records = await readFile('a.txt', ' 001 abcdEXTRA\n 002 abcd \n', {
      mapping: products('brand: b', file),
      dataset: 'products',
    });

    expect(records.map(({ faults }) => faults)).toEqual([['source.row_shape'], []]);
  });
});

describe('JSON', () => {
  it('lines reach the gate as they were sent', async () => {
    const lines = ['{"a": 1.10, "a":2}', ' not json', '"\u2028"'];

    const records = await readFile('a.ndjson', `\ufeff${lines.join('\r\n')}\n\n`);

    expect(records.map(({ text }) => text)).toEqual(lines);
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it.each([
    [
      'an array',
      ' [ {"a":"]}\\""} , [1,[2]],\n3, "x,y" ] ',
      ['{"a":"]}\\""}', '[1,[2]]', '3', '"x,y"'],
    ],
    ['an empty array', '[]', []],
    ['one document over lines', '{\n "a": 1\n}\n', ['{\n "a": 1\n}']],
    ['documents one after another', '{"a":1}{"a":2}\n{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
  ])('%s is split without being read', async (_, content, expected) => {
    const records = await readFile('a.json', content);

    expect(records.map(({ text }) => text.trim())).toEqual(expected);
  });

  it.each([
    ['[{"a":1}', 'ends inside a value'],
    ['[{"a":"1]', 'ends inside a value'],
    ['[1] 2', 'has text after its JSON array'],
  ])('%s is refused', async (content, fault) => {
    await expect(readFile('a.json', content)).rejects.toThrow(fault);
  });

  it('cuts a value that is too long for the gate', async () => {
    const limits = { rowBytes: 50 };
    const [long, next] = await readFile('a.ndjson', `{"a":"${'x'.repeat(99)}"}\n{}\n`, { limits });

    expect([long?.text.length, next?.text]).toEqual([51, '{}']);
  });

  it('is mapped with nested names and lists, numbers to the last digit', async () => {
    const mapping = `
datasets:
  transactions:
    fields:
      transaction_id: order.id
      source_system: {const: web-shop}
      transaction_time: at
      event_time: at
      channel: {const: web}
      type: {const: sale}
      status: {const: COMPLETED}
      currency: {const: USD}
      amount: {sum: line_amount}
    items: {of: lines, fields: {product_id: sku, quantity: n, line_amount: price.net}}
`;
    const order =
      '{"order":{"id":12345678901234567890},"at":"2020-01-01T00:00:00Z","lines":[{"sku":"a","n":1,"price":{"net":0.10}},{"sku":"b","n":2,"price":{"net":0.20}}]}';

    const [record, broken] = await readFile('o.ndjson', `${order}\n{"order":{},"order":{}}\n`, {
      mapping,
    });

    expect(record?.json).toMatchObject({ transaction_id: '12345678901234567890', amount: '0.30' });
    expect(record?.json['items']).toEqual([
      { product_id: 'a', quantity: '1', line_amount: '0.10' },
      { product_id: 'b', quantity: '2', line_amount: '0.20' },
    ]);
    expect(broken?.text).toBe('{"order":{},"order":{}}');
  });
});

describe('gzip', () => {
  it('is opened by its first bytes, members one after another', async () => {
    const members = Buffer.concat([gzipSync('id,b\n1,x\n'), gzipSync('2,y\n')]);

    expect(await brands('a.csv.gz', members)).toEqual(['x', 'y']);
    expect(await brands('a.csv', members)).toEqual(['x', 'y']);
  });

  it('that is cut off, a bomb, or of Parquet is refused with the reason', async () => {
    const whole = gzipSync(`id,b\n${'1,x\n'.repeat(20_000)}`);
    const small = { gzipFreeBytes: 1_000, gzipRatio: 20 };

    await expect(brands('a.csv.gz', whole.subarray(0, 80))).rejects.toThrow('is not readable gzip');
    await expect(brands('a.csv.gz', whole, '', small)).rejects.toThrow(
      'unzips to more than 20 times',
    );
    await expect(brands('a.csv.gz', whole, '', { expandedBytes: 5_000 })).rejects.toThrow(
      '5000 bytes',
    );
    await expect(brands('a.parquet.gz', whole)).rejects.toThrow('compressed already');
  });
});
