import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { auditSql } from '../../lambdas/shared/models/audit-sql';
import { compileModels } from '../../lambdas/shared/models/compile';
import { splitSql } from '../../lambdas/shared/models/sql-text';
import { modelFiles, models } from '../sql/models';
import { constants } from './constants';
import { compile, file, oneModel, SELECT } from './model-text';

describe('compiled models', () => {
  it('come in dependency order, each once, whatever the order of the files', () => {
    const again = compileModels([...modelFiles].reverse(), { contracts, constants });

    expect(again.models).toEqual(models);
    expect(new Set(models.map(({ name }) => name)).size).toBe(modelFiles.length);
    models.forEach(({ level, references }, at) => {
      for (const { layer, table } of references) {
        const used = models.findIndex(({ name }) => name === `${layer}.${table}`);
        expect(used < at && (models[used]?.level ?? -1) < level).toBe(true);
      }
    });
  });

  it('survive JSON', () => {
    expect(JSON.parse(JSON.stringify(models))).toEqual(models);
  });

  it('fingerprint what changes results only', () => {
    const { fingerprint } = oneModel();
    const same = [
      { header: { title: 'another', refresh: 'daily' } },
      { more: ["checks: [{expression: 'id = id'}]"] },
      { select: SELECT.replace('SELECT', '-- why\nselect').replace('\nFROM', '\n\n   FROM') },
    ];
    const other = [
      { select: SELECT.replace('decimal(18,4)', 'decimal(18,2)') },
      { header: { key: '[id, amount]' } },
      { header: { slice: '{by: day, column: business_date, lookback: 1}' } },
      {
        columns: [
          'id: {type: varchar, about: a}',
          'amount: {type: double, about: a}',
          'business_date: {type: varchar, about: d}',
        ],
      },
    ];

    expect(same.map((parts) => oneModel(parts).fingerprint)).toEqual(same.map(() => fingerprint));
    const found = other.map((parts) => oneModel(parts).fingerprint);
    expect(new Set([fingerprint, ...found]).size).toBe(other.length + 1);
  });

  it('give defaults', () => {
    const whole = oneModel({ header: { slice: '{by: none}', refresh: undefined } });
    const day = oneModel({ header: { refresh: undefined } });

    expect([whole.refresh, day.refresh]).toEqual(['daily', 'run']);
    expect([day.onChange, day.compression, day.usesAsOf]).toEqual(['keep', 'zstd', false]);
    expect(day.checks.map(({ id }) => id)).toEqual([
      'not_null:id',
      'unique:key',
      'row_drift',
      'reconcile:recount',
    ]);
    expect(day.references).toEqual([
      {
        layer: 'bronze',
        table: 'transactions',
        partition: 'business_date',
        columns: ['transaction_id', 'amount', 'business_date'],
        auditColumns: ['transaction_id', 'amount', 'business_date'],
      },
    ]);
  });

  it('take every kind of check', () => {
    const columns = [
      'id: {type: varchar, about: a, checks: [not_null, unique, {in_set: [a, "it\'s"]}, {pattern: "^a\'"}, {references: silver.stores.store_id, severity: error}]}',
      "amount: {type: 'decimal(18,4)', about: a, checks: [{between: [0, '9.5'], severity: warn, about: small, id: small}]}",
      'flag: {type: boolean, about: f, checks: [{in_set: [true]}]}',
      'seen: {type: timestamp(3), about: t, checks: [{freshness: 2}, {between: ["2026-01-01", "2027-01-01"]}]}',
      'business_date: {type: varchar, about: d, checks: [{freshness: 3}]}',
    ];
    const more = [
      'checks:',
      '  - {row_count_between: [1, 100]}',
      '  - {row_drift: 0.2, severity: error}',
      '  - {unique: [id, amount]}',
      '  - {expression: amount >= 0, severity: warn, id: sign}',
      'sums: [amount, {column: amount, by: id}]',
    ];
    const select = SELECT.replace(
      ', business_date',
      ', true AS flag, CAST(from_iso8601_timestamp(event_time) AS timestamp(3)) AS seen, business_date',
    );
    const stores = modelFiles.find(({ file: path }) => path.endsWith('stores.sql'));
    const model = compile(
      file('silver.t', { columns, more, select }),
      ...(stores ? [stores] : []),
    ).find(({ name }) => name === 'silver.t');
    const sql =
      model === undefined
        ? ''
        : auditSql(model, {
            run: '20260102T030405Z-0a1b2c',
            slices: ['2026-01-05'],
            asOf: '2026-01-06',
            stagingTable: 'x',
            location: 's3://lake/x/',
          });

    expect(model?.checks.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'unique:key error',
      'not_null:id error',
      'unique:id error',
      'in_set:id error',
      'pattern:id error',
      'references:id error',
      'small warn',
      'in_set:flag error',
      'freshness:seen warn',
      'between:seen error',
      'freshness:business_date warn',
      'row_count_between error',
      'row_drift error',
      'unique:id:amount error',
      'sign warn',
      'reconcile:recount error',
    ]);
    expect(model?.references.find(({ table }) => table === 'stores')).toEqual({
      layer: 'silver',
      table: 'stores',
      auditOnly: true,
    });
    expect(model?.level).toBe(1);
    for (const part of [
      "id NOT IN ('a', 'it''s')",
      "NOT regexp_like(id, '^a''')",
      'amount < 0 OR amount > 9.5',
      'flag NOT IN (true)',
      "seen < CAST('2026-01-01' AS timestamp(3))",
      "max(business_date) = '2026-01-06' AND",
      "date_add('day', -2, CAST('2026-01-06' AS date))",
      'WHEN count(*) BETWEEN 1 AND 100 THEN 0 ELSE 1',
      'coalesce(measured.failing_11, 1)',
      'NOT (amount >= 0)',
      "'#sum:amount'",
      "concat('#sum:amount:', id)",
    ]) {
      expect(sql).toContain(part);
    }
  });
});

describe('tokens', () => {
  it('are the text again', () => {
    for (const { text } of modelFiles)
      expect(
        splitSql(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
  });
});
