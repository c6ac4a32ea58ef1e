import { describe, expect, it } from 'vitest';
import { zipped } from './support/look-alike';
import { products, readFile, type ReadRecord } from './support/read';

const read = async (
  name: string,
  content: string | Uint8Array,
  steps: string,
  fields = 'brand: b',
): Promise<readonly ReadRecord[]> =>
  readFile(name, content, {
    mapping: products(fields, steps.includes('join') ? 'member: main.csv' : '', steps),
    dataset: 'products',
  });
const shown = (records: readonly ReadRecord[]) =>
  records.map(({ json, faults }) => [json['product_id'], faults]);

describe('a wide table made long', () => {
  const steps = 'unpivot: {keep: [id], name: colour, value: b}';

  it('quarantines a row that was cut before its first value, and no other', async () => {
    const records = await read('a.csv', 'id,red,blue\n1,x,y\n2\n3,z,\n', steps);

    expect(records.map(({ json, faults }) => [json['product_id'], json['brand'], faults])).toEqual([
      ['1', 'x', []],
      ['1', 'y', []],
      ['2', undefined, ['source.row_shape']],
      ['3', 'z', []],
    ]);
  });

  it('quarantines a row with a fault once, in a place that no other row has', async () => {
    const csv = 'id,red,blue\n1,x,y\n2,x,y,extra\n3,x,y\n';

    const records = await read('a.csv', csv, steps);

    expect(records.filter(({ faults }) => faults.length > 0)).toHaveLength(1);
    expect(new Set(records.map(({ number }) => number)).size).toBe(records.length);
  });

  it('quarantines a row of a joined file that belongs to none', async () => {
    const archive = zipped({
      'main.csv': 'id,red\n1,x\n',
      'more.csv': 'id,size\n1,5\n9,6\n',
    });
    const join = `join: {more: {file: {member: more.csv}, by: id}}`;

    const records = await read('a.zip', archive, `${join}\n    ${steps}`);

    expect(shown(records)).toEqual([
      ['1', []],
      [undefined, ['source.unmatched']],
    ]);
  });
});

describe('rows that are looked up', () => {
  const steps = 'join: {more: {file: {member: more.csv}, by: k, one: true}}';
  const main = 'id,k\n1,a\n2,b\n3,\n';
  const looked = async (more: string) =>
    read('a.zip', zipped({ 'main.csv': main, 'more.csv': more }), steps, 'brand: more.b');

  it('pass their faults to the records that need them', async () => {
    const records = await looked('k,b,c\na,x\nb,y,1\n');

    expect(shown(records)).toEqual([
      ['1', ['source.row_shape']],
      ['2', []],
      ['3', []],
    ]);
  });

  it('are quarantined themselves when they cannot be read and nothing needs them', async () => {
    const records = await looked('k,b,c\na,x,1\n,y\nz,y\nq,y,1\n');

    expect(records.map(({ faults }) => faults)).toEqual([
      [],
      [],
      [],
      ['source.row_shape', 'source.unmatched'],
      ['source.row_shape', 'source.unmatched'],
    ]);
  });

  it.each([
    ['before', 'k,b,c\na,bad\na,x,1\n'],
    ['after', 'k,b,c\na,x,1\na,bad\n'],
    ['around', 'k,b,c\na,bad\na,x,1\na,bad\n'],
  ])(
    'of one key are several only if they can be read: a bad one %s is quarantined',
    async (_, more) => {
      const records = await looked(more);

      expect(records[0]).toMatchObject({ json: { product_id: '1', brand: 'x' }, faults: [] });
      expect(records.slice(3).flatMap(({ faults }) => faults)).toContain('source.row_shape');
      expect(records).toHaveLength(3 + more.split('bad').length - 1);
    },
  );

  it('refuse the file when two that can be read have one key', async () => {
    await expect(looked('k,b\na,x\na,y\n')).rejects.toThrow('several rows of more for one key');
  });
});

describe('two joins of one file in the archive', () => {
  it('each have their own rows of it', async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => `${at % 2},${at % 3},v${at}\n`);
    const archive = zipped({
      'main.csv': 'id\n0\n1\n',
      'more.csv': `id,kind,b\n${lines.join('')}`,
    });
    const list = (kind: number): string =>
      `l${kind}: {file: {member: more.csv}, by: id, only: {kind: ['${kind}']}}`;

    const records = await read(
      'a.zip',
      archive,
      `join: {${list(0)}, ${list(1)}}`,
      'brand: l0.b, category: l1.b',
    );

    expect(records.map(({ json, faults }) => ({ ...json, faults }))).toEqual([
      { product_id: '0', brand: 'v0', category: 'v4', faults: [] },
      { product_id: '1', brand: 'v3', category: 'v1', faults: [] },
    ]);
  });
});
