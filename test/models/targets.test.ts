import { describe, expect, it } from 'vitest';
import { compile, file, oneModel, problemsOf, SELECT } from './model-text';

const WHOLE = { slice: '{by: none}' };
const gold = (header: Readonly<Record<string, string>>) => file('gold.t', { header });
const customer = (pii = '') => [
  `customer_id: {type: varchar, about: who${pii}}`,
  'business_date: {type: varchar, about: a day}',
];
const BUYERS = {
  header: { key: '[customer_id]' },
  select: 'SELECT customer_id, business_date FROM ${bronze}.transactions',
};

describe('where a table goes', () => {
  it('is the warehouse with a distribution and an order, in the format it reads', () => {
    const [model] = compile(gold({ warehouse: '{dist: id, sort: [business_date, id]}' }));

    expect(model?.warehouse).toEqual({ dist: 'id', sort: ['business_date', 'id'] });
    expect(model?.compression).toBe('snappy');
    expect(oneModel().compression).toBe('zstd');
  });

  it('is no warehouse for columns it has not, nor for silver', () => {
    expect(problemsOf(gold({ warehouse: '{dist: ids, sort: [day]}' }))).toEqual([
      'sql/gold/t.sql:8 warehouse.dist is ids: choose all, even or a column',
      'sql/gold/t.sql:8 warehouse.sort names undeclared column day',
    ]);
    expect(problemsOf(file('silver.t', { header: { warehouse: '{dist: all}' } }))).toEqual([
      'sql/silver/t.sql:8 only gold tables are loaded into the warehouse',
    ]);
  });

  it('is built by a script where the engine is Spark', () => {
    const [model] = compile(gold({ ...WHOLE, engine: 'spark', script: 'features.py' }));

    expect(model?.spark).toEqual({ script: 'features.py' });
  });

  it('is no Spark job without a script, in slices or in silver', () => {
    expect(problemsOf(gold({ ...WHOLE, engine: 'spark' }))).toEqual([
      'sql/gold/t.sql:8 engine: spark needs a script',
    ]);
    expect(problemsOf(gold({ engine: 'spark', script: '../x.py' }))).toEqual([
      'sql/gold/t.sql:8 a Spark job writes a whole table: slice {by: none}',
      'sql/gold/t.sql:9 script ../x.py: name a file of glue-scripts/',
    ]);
    expect(problemsOf(gold({ script: 'x.py' }))).toEqual([
      'sql/gold/t.sql:8 only a table of engine: spark has a script',
    ]);
  });
});

describe('what a column tells of a person', () => {
  it('is what the contract says of the field of that name', () => {
    const [column, day] = oneModel({ ...BUYERS, columns: customer() }).columns;

    expect(column?.pii).toBe('token');
    expect(day).not.toHaveProperty('pii');
  });

  it('is what the header says where it does', () => {
    const columns = customer(', pii: restricted');

    expect(oneModel({ ...BUYERS, columns }).columns[0]?.pii).toBe('restricted');
    const [none] = oneModel({ ...BUYERS, columns: customer(', pii: none') }).columns;
    expect(none).not.toHaveProperty('pii');
  });
});

describe('what a model may read', () => {
  const reading = (name: string, domain: string, from: string) =>
    file(name, { header: { domain }, select: SELECT.replace('${bronze}.transactions', from) });
  const read = (domain: string) => file('silver.a', { header: { domain } });
  const select = (table: string) => `SELECT id, amount, business_date FROM ${table}`;
  const reader = (domain: string) =>
    file('gold.b', { header: { domain }, select: select('${silver}.a') });

  it('is its own domain and what is shared', () => {
    expect(problemsOf(read('banking'), reader('banking'))).toEqual([]);
    expect(problemsOf(read('shared'), reader('retail'))).toEqual([]);
    expect(problemsOf(read('banking'), reader('shared'))).toEqual([
      'sql/gold/b.sql:13 reads silver.a of domain banking: a shared model reads its own domain and shared',
    ]);
    expect(problemsOf(read('retail'), reader('banking'))[0]).toContain('of domain retail');
  });

  it('is what runs say of themselves, once all else is built', () => {
    const ops = 'SELECT run AS id, CAST(0 AS decimal(18,4)) AS amount, run_date AS business_date';
    const quality = file('gold.q', { select: `${ops} FROM \${ops}.check_results` });
    const after = file('gold.r', { select: select('${gold}.q') });

    const models = compile(read('shared'), reader('shared'), quality, after);

    expect(models.map(({ name, level }) => [name, level])).toEqual([
      ['silver.a', 0],
      ['gold.b', 1],
      ['gold.q', 2],
      ['gold.r', 3],
    ]);
    const rarely = file('gold.q', {
      header: { refresh: 'daily' },
      select: `${ops} FROM \${ops}.check_results`,
    });
    expect(problemsOf(rarely)).toEqual([
      'sql/gold/q.sql:7 what reads ops is built with every run: write refresh: run',
    ]);
    expect(problemsOf(file('gold.q', { select: `${ops} FROM \${ops}.runs` }))[0]).toContain(
      'unknown table ops.runs: known are ops.check_results, ops.publications',
    );
  });

  it('is the layer of what few may read', () => {
    const [secret] = compile(reading('silver_restricted.s', 'shared', '${bronze}.transactions'));

    expect(secret?.layer).toBe('silver_restricted');
    const reads = file('gold.g', { select: select('${silver_restricted}.s') });
    expect(problemsOf(file('silver_restricted.s'), reads)).toEqual([]);
  });
});
