import { describe, expect, it } from 'vitest';
import { scansOf } from '../../local/athena/meter/scans';
import { treeOf } from '../../local/athena/tree';

const columns = (names: string) => names.split(' ').map((name) => ({ name, type: 'string' }));
const TABLES = new Map([
  [
    'silver.sales',
    { columns: columns('id store_id amount type items'), partitionKeys: columns('day') },
  ],
  ['silver.stores', { columns: columns('store_id region name'), partitionKeys: [] }],
  ['ops.run_inputs', { columns: columns('dataset path'), partitionKeys: columns('run') }],
]);

/** `table: columns` of every scan, in no order. */
function scans(sql: string): readonly string[] {
  const table = (database: string, name: string) => {
    const found = TABLES.get(`${database}.${name}`);
    return found && { database, name, location: `s3://lake/${database}/${name}/`, ...found };
  };
  return scansOf(treeOf(sql), { sql, database: 'silver' }, { table })
    .map((scan) => `${scan.table.name}: ${scan.columns.join(' ')}`.trim())
    .sort();
}

describe('the scans of a statement', () => {
  it.each([
    ['SELECT id FROM silver.sales', ['sales: id']],
    ['SELECT count(*) FROM silver.sales', ['sales:']],
    ['SELECT * FROM sales', ['sales: id store_id amount type items']],
    ["SELECT id FROM sales WHERE day = '2026-01-01' AND type = 'sale'", ['sales: id type']],
    ['SELECT day FROM sales', ['sales:']],
    ['SELECT "$path" FROM sales', ['sales:']],
  ])('fetch what %s names', (sql, expected) => {
    expect(scans(sql)).toEqual(expected);
  });

  it.each([
    [
      'CTEs that hand on more than is read',
      'WITH a AS (SELECT * FROM sales), b AS (SELECT id, amount AS sum FROM a) SELECT sum FROM b',
      ['sales: amount'],
    ],
    ['subqueries', 'SELECT x.id FROM (SELECT id, amount, type FROM sales) AS x', ['sales: id']],
    [
      'a CTE that nobody names',
      'WITH a AS (SELECT id FROM sales) SELECT name FROM stores',
      ['stores: name'],
    ],
    [
      'renamed columns',
      'WITH a (x, y) AS (SELECT id, amount FROM sales) SELECT y FROM a',
      ['sales: amount'],
    ],
    [
      'windows that nobody reads',
      'SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY store_id ORDER BY amount) AS n FROM sales) AS x',
      ['sales: id'],
    ],
    [
      'terms of UNION ALL',
      'SELECT a FROM (SELECT id AS a, amount FROM sales UNION ALL SELECT name, region FROM stores) AS u',
      ['sales: id', 'stores: name'],
    ],
  ])('leave out what is pruned: %s', (_, sql, expected) => {
    expect(scans(sql)).toEqual(expected);
  });

  it.each([
    ['SELECT a FROM (SELECT DISTINCT id AS a, type FROM sales) AS d', ['sales: id type']],
    [
      'SELECT a FROM (SELECT id AS a, type FROM sales UNION SELECT name, region FROM stores) AS u',
      ['sales: id type', 'stores: region name'],
    ],
    [
      'SELECT count(*) FROM sales GROUP BY store_id HAVING max(amount) > 1',
      ['sales: store_id amount'],
    ],
    ['SELECT type, count(*) AS n FROM sales GROUP BY 1 ORDER BY n', ['sales: type']],
    [
      'SELECT first_value(id) OVER w FROM sales WINDOW w AS (PARTITION BY store_id ORDER BY amount)',
      ['sales: id store_id amount'],
    ],
    [
      'SELECT s.id FROM sales AS s LEFT JOIN stores AS t ON t.store_id = s.store_id',
      ['sales: id store_id', 'stores: store_id'],
    ],
    [
      'SELECT name FROM sales JOIN stores USING (store_id)',
      ['sales: store_id', 'stores: store_id name'],
    ],
    [
      'SELECT id FROM sales WHERE store_id IN (SELECT store_id FROM stores WHERE region = type)',
      ['sales: id store_id type', 'stores: store_id region'],
    ],
    [
      'SELECT id FROM sales AS s WHERE EXISTS (SELECT name FROM stores AS t WHERE t.store_id = s.store_id)',
      ['sales: id store_id', 'stores: store_id'],
    ],
    [
      'SELECT u.line FROM sales CROSS JOIN UNNEST(CAST(json_parse(items) AS array(json))) AS u (line)',
      ['sales: items'],
    ],
    [
      'SELECT x.n FROM sales AS s CROSS JOIN LATERAL (SELECT s.amount AS n, s.type) AS x',
      ['sales: amount'],
    ],
  ])('fetch what decides rows: %s', (sql, expected) => {
    expect(scans(sql)).toEqual(expected);
  });

  it('count a table as often as the CTE around it is named', () => {
    const sql = `WITH a AS (SELECT id, amount FROM sales), b AS (SELECT id FROM a)
      SELECT max(b.id), (SELECT max(amount) FROM a) FROM b JOIN b AS again ON again.id = b.id`;

    expect(scans(sql)).toEqual(['sales: amount', 'sales: id', 'sales: id']);
  });

  it('take in the list of pinned paths', () => {
    const sql = `SELECT id FROM sales WHERE "$path" IN (SELECT path FROM ops.run_inputs WHERE run = 'R')`;

    expect(scans(sql)).toEqual(['run_inputs: path', 'sales: id']);
  });

  it('take no word of a type, literal, lambda or call for a column', () => {
    const sql = `SELECT CAST(id AS decimal(18, 4)), date '2026-01-01', transform(ARRAY[1], name -> name + 1),
      date_add('day', 1, current_date), max(id) FILTER (WHERE true) FROM sales AS type`;

    expect(scans(sql)).toEqual(['sales: id']);
  });
});
