import { parquetWriteBuffer } from 'hyparquet-writer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { products, readFile } from './support/read';
import { workbook } from './support/workbook';

const brands = async (name: string, content: string | Uint8Array, file = '', limits = {}) =>
  (
    await readFile(name, content, {
      mapping: products('brand: b', file),
      dataset: 'products',
      limits,
    })
  ).map(({ json }) => json['brand']);

describe('CSV', () => {
  it.each([
    ['semicolons', 'id;b\n1;x\n', ['x']],
    ['tabs', 'id\tb\n1\tx\n', ['x']],
    ['bars', 'id|b\n1|x\n', ['x']],
    ['CRLF', 'id,b\r\n1,x\r\n', ['x']],
    ['CR alone', 'id,b\r1,x\r2,y', ['x', 'y']],
    ['no last line end', 'id,b\n1,x', ['x']],
    ['quoted line ends and quotes', 'id,b\n1,"x\n""y"", z"\n', ['x\n"y", z']],
    ['a stray quote', 'id,b\n1,5" pipe\n2,y\n', ['5" pipe', 'y']],
    ['blank lines and rows', 'id,b\n\n1,x\n,\n\n2,y\n', ['x', 'y']],
    ['blanks around', 'id , b\n1 ,  x \n', ['x']],
    ['a byte order mark', '\ufeffid,b\n1,é\n', ['é']],
  ])('with %s', async (_, content, expected) => {
    expect(await brands('a.csv', content)).toEqual(expected);
  });

  it('in latin-1, windows-1252 and UTF-16', async () => {
    const text = 'id;b\n1;Škoda €\n';
    const cp1252 = Buffer.from(text.replace('Š', '\x8a').replace('€', '\x80'), 'latin1');
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

    expect(
      await brands('a.csv', Buffer.from('id,b\n1,Café\n', 'latin1'), 'charset: latin-1'),
    ).toEqual(['Café']);
    expect(await brands('a.csv', cp1252, 'charset: windows-1252')).toEqual(['Škoda €']);
    expect(await brands('a.csv', utf16)).toEqual(['Škoda €']);
    expect(await brands('a.csv', Buffer.from(utf16).swap16())).toEqual(['Škoda €']);
  });

  it('costs only the row whose bytes are not of the charset', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id,b\n1,é\n2,'),
      Buffer.from([0xe9]),
      Buffer.from('\n3,z\n'),
    ]);

    const records = await readFile('a.csv', bytes, {
      mapping: products('brand: b'),
      dataset: 'products',
    });

    expect(records.map(({ faults }) => faults)).toEqual([[], ['source.charset'], []]);
  });

  it('with columns named by the mapping, lines skipped and no header', async () => {
    const file = 'skip_lines: 2, columns: [id, b]';

    expect(await brands('a.csv', 'Report\nof today\n1,x\n', file)).toEqual(['x']);
    expect(await brands('a.csv', 'Report\nof today\nA,B\n1,x\n', `${file}, header: true`)).toEqual([
      'x',
    ]);
  });

  it('with quotes as text', async () => {
    expect(await brands('a.csv', 'id,b\n1,"x\n2,y\n', 'quote: none')).toEqual(['"x', 'y']);
  });

  it('whose quote never closes is refused without quoting it', async () => {
    const secret = `id,b\n1,"secret${'s'.repeat(2_000)}\n`;

    await expect(brands('a.csv', secret, '', { rowBytes: 1_000 })).rejects.toThrow(
      /^cannot be read as CSV/,
    );
    await expect(brands('a.csv', secret)).rejects.toThrow(/"quote: none"/);
    await expect(brands('a.csv', secret)).rejects.not.toThrow(/secret/);
  });

  it('that is empty is refused', async () => {
    await expect(brands('a.csv', '')).rejects.toThrow('is empty: a header row was expected');
  });
});

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

describe('caps and endings', () => {
  it('refuse too many rows and unknown names', async () => {
    await expect(brands('a.csv', 'id,b\n1,x\n2,y\n', '', { rows: 1 })).rejects.toThrow(
      'more than 1 rows',
    );
    await expect(brands('a.pdf', 'x')).rejects.toThrow('has an unknown ending');
  });
});

describe('Parquet', () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: ['1', '2'], type: 'STRING' },
      { name: 'price', data: [1234n, -5n] },
      { name: 'single', data: new Float32Array([12.34, 0.1]), type: 'FLOAT' },
      { name: 'day', data: [19000, 19001] },
      { name: 'local', data: [1_600_000_000_000n, null] },
      { name: 'utc', data: [new Date(1_600_000_000_000), null], type: 'TIMESTAMP' },
      { name: 'raw', data: [Buffer.from('é'), Buffer.from([0xff])] },
    ].map(({ name, data }) => ({ name, data: [...data] })),
    schema: [
      { name: 'root', num_children: 7 },
      { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      {
        name: 'price',
        type: 'INT64',
        converted_type: 'DECIMAL',
        scale: 2,
        precision: 18,
        repetition_type: 'REQUIRED',
      },
      { name: 'single', type: 'FLOAT', repetition_type: 'REQUIRED' },
      { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
      {
        name: 'local',
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
        repetition_type: 'OPTIONAL',
      },
      {
        name: 'utc',
        type: 'INT64',
        converted_type: 'TIMESTAMP_MILLIS',
        repetition_type: 'OPTIONAL',
      },
      { name: 'raw', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
    ],
  });
  const mapping = `
zone: Asia/Tokyo
datasets:
  products: {fields: {product_id: id, cost: price, list_price: single, updated_at: local, name: raw, brand: day, category: utc}}
`;

  it('keeps decimals exact, singles short and wall clocks local', async () => {
    const [first, second] = await readFile('a.parquet', new Uint8Array(file), {
      mapping,
      dataset: 'products',
    });

    expect(first?.json).toEqual({
      product_id: '1',
      cost: '12.34',
      list_price: '12.34',
      updated_at: '2020-09-13T03:26:40.000Z',
      name: 'é',
      brand: '2022-01-08',
      category: '2020-09-13T12:26:40.000Z',
    });
    expect(second?.json).toEqual({
      product_id: '2',
      cost: '-0.05',
      list_price: '0.1',
      brand: '2022-01-09',
    });
  });

  it('with the contract’s own columns needs no mapping', async () => {
    const own = parquetWriteBuffer({
      columnData: [
        { name: 'transaction_id', data: ['t1'], type: 'STRING' },
        { name: 'amount', data: [1.5], type: 'DOUBLE' },
        { name: 'items', data: ['[{"product_id":"a"}]'], type: 'STRING' },
        { name: 'colour', data: ['red'], type: 'STRING' },
      ],
    });

    const [record] = await readFile('a.parquet', new Uint8Array(own));

    expect(record?.json).toEqual({
      transaction_id: 't1',
      amount: '1.5',
      items: [{ product_id: 'a' }],
      colour: 'red',
    });
  });

  it('that is damaged is refused', async () => {
    await expect(readFile('a.parquet', Buffer.from('PAR1 nothing PAR1'))).rejects.toThrow(
      'is not readable Parquet',
    );
  });
});

describe('a workbook', () => {
  const book = workbook([
    ['id', 'b', 'when'],
    [13085, 2.5499999999999998, { date: 40513.351388888885 }],
    [2, 'x', null],
  ]);

  it('gives numbers at 15 digits and dates as wall clocks', async () => {
    const mapping = `
datasets:
  products: {fields: {product_id: id, brand: b, updated_at: when}}
`;
    const records = await readFile('a.xlsx', book, { mapping, dataset: 'products' });

    expect(records.map(({ json }) => json)).toEqual([
      { product_id: '13085', brand: '2.55', updated_at: '2010-12-01T08:26:00.000Z' },
      { product_id: '2', brand: 'x' },
    ]);
  });

  it('that is damaged, too large or has no such sheet is refused', async () => {
    await expect(brands('a.xlsx', Buffer.from('PK nothing'))).rejects.toThrow(
      'not a readable workbook',
    );
    await expect(brands('a.xlsx', book, '', { workbookBytes: 10 })).rejects.toThrow('too large');
    await expect(brands('a.xlsx', book, '', { workbookExpandedBytes: 10 })).rejects.toThrow(
      'too large',
    );
    await expect(brands('a.xlsx', book, 'sheet: Other')).rejects.toThrow('has no such sheet');
  });
});
