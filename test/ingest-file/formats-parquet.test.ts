import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readFile } from './support/read';
import { workbook } from './support/workbook';
import { brands } from './formats-support';

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
