import { describe, expect, it } from 'vitest';
import { products, readFile } from './support/read';

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
