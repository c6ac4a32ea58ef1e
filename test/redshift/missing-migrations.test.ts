import { describe, expect, it } from 'vitest';
import { migrationOf, type Migration } from '../../lambdas/shared/migrations';
import type { LoadedModel } from '../../lambdas/shared/warehouse/table';
import { migrationText, missingMigrations } from '../../lib/build/warehouse-migrations';

const column = (name: string, type: string) => ({ name, type, about: name });
const model = (over: Partial<LoadedModel> = {}): LoadedModel => ({
  name: 'gold.sales_2',
  table: 'sales_2',
  slice: { by: 'day', column: 'business_date', lookback: 0 },
  columns: [
    column('store_id', 'varchar'),
    column('revenue', 'decimal(38,4)'),
    column('business_date', 'varchar'),
  ],
  warehouse: { dist: 'store_id', sort: ['business_date', 'store_id'] },
  ...over,
});
const wider = model({
  columns: [column('at', 'timestamp(3)'), ...model().columns, column('share', 'double')],
});

/** The history after each list of models was deployed in turn. */
const after = (...deployed: readonly (readonly LoadedModel[])[]): readonly Migration[] =>
  deployed.reduce<readonly Migration[]>(
    (written, models) => [
      ...written,
      ...missingMigrations(models, written).map((one) =>
        migrationOf(`${one.name}.sql`, migrationText(one)),
      ),
    ],
    [],
  );

describe('missing migrations', () => {
  it('make a table with its keys, and the view that reports are built on', () => {
    const [first] = after([model()]);

    expect(first).toMatchObject({
      name: '001_create_sales_2',
      statements: [
        [
          'CREATE TABLE mart.sales_2 (',
          '    store_id VARCHAR(1024),',
          '    revenue DECIMAL(38,4),',
          '    business_date VARCHAR(10)',
          ')',
          'DISTSTYLE KEY DISTKEY (store_id) SORTKEY (business_date, store_id)',
        ].join('\n'),
        'CREATE VIEW mart.v1_sales_2 AS SELECT\n    store_id,\n    revenue,\n    business_date\nFROM mart.sales_2',
      ],
    });
  });

  it('are none when the headers say what they said, whatever came before', () => {
    const history = after([model()], [wider], [], [model()]);

    expect(history.map(({ name }) => name)).toEqual([
      '001_create_sales_2',
      '002_change_sales_2',
      '003_drop_sales_2',
      '004_create_sales_2',
    ]);
    expect(missingMigrations([model()], history)).toEqual([]);
  });

  it('keep the rows of a table that is changed, and its view', () => {
    const change = after([model()], [wider])[1];

    expect(change?.statements.map((statement) => statement.split('\n')[0])).toEqual([
      'DROP VIEW mart.v1_sales_2',
      'CREATE TABLE mart.sales_2_next (',
      'INSERT INTO mart.sales_2_next (store_id, revenue, business_date) SELECT store_id, revenue, business_date FROM mart.sales_2',
      'DROP TABLE mart.sales_2',
      'ALTER TABLE mart.sales_2_next RENAME TO sales_2',
      'CREATE VIEW mart.v1_sales_2 AS SELECT',
    ]);
  });

  it('move rows where only the keys change', () => {
    const spread = model({ warehouse: { dist: 'all', sort: [] } });

    expect(after([model()], [spread]).map(({ name }) => name)).toContain('002_change_sales_2');
  });

  it.each([
    ['goes', model({ columns: model().columns.slice(1), warehouse: { dist: 'all', sort: [] } })],
    [
      'gets another type',
      model({ columns: model().columns.map((one) => ({ ...one, type: 'varchar' })) }),
    ],
  ])('are refused when a column that the view promises %s', (_what, changed) => {
    expect(() => after([model()], [changed])).toThrow('mart.v1_sales_2 promises');
  });
});
