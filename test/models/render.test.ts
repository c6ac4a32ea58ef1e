import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditSql } from '../../lambdas/shared/models/audit-sql';
import { buildSql, type BuildContext } from '../../lambdas/shared/models/build-sql';
import type { Model } from '../../lambdas/shared/models/model';
import { addSlices, sliceOf } from '../../lambdas/shared/models/slices';
import { meaningful, splitSql } from '../../lambdas/shared/models/sql-text';
import { models, modelNamed } from '../sql/models';

const context = (model: Model, more: Partial<BuildContext> = {}): BuildContext => ({
  run: '20260102T030405Z-0a1b2c',
  slices: [sliceOf(model.slice.by, '2026-01-05')],
  asOf: '2026-01-31',
  stagingTable: 'silver_x_0',
  location: 's3://lake/silver/x/run=20260102T030405Z-0a1b2c/batch=0/attempt=1/',
  ...more,
});
const render = (model: Model, build: BuildContext): string =>
  `${buildSql(model, build)}\n${auditSql(model, build)}`;
const shapeOf = (sql: string): string =>
  meaningful(splitSql(sql))
    .map(({ kind, upper }) => (kind === 'string' ? "''" : upper))
    .join(' ');

describe('rendered statements', () => {
  it('never hold a placeholder, whatever the slices', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.uniqueArray(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 100 }),
        (model, steps) => {
          const { by } = model.slice;
          const first = sliceOf(by, '2026-01-05');
          const slices = by === 'none' ? ['all'] : steps.map((step) => addSlices(by, first, step));

          const sql = render(model, context(model, { slices }));

          expect(sql).not.toMatch(/\$\{|undefined|\[object/);
          expect(sql.length).toBeLessThan(262_144);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keep their shape, or are refused, under 10,000 hostile values', () => {
    const model = modelNamed('silver.transactions');
    const good = context(model);
    const shape = shapeOf(render(model, good));
    const bad = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "' OR 1=1 --",
        "2026-01-05' --",
        "2026-01-05'; DROP TABLE x; --",
        'x; DROP TABLE y',
        '${slice_start}',
        's3://lake/silver/x/\u0027/',
        "s3://lake/a/', format = 'ORC/",
        '20260102T030405Z-0a1b2c\n',
        '2026-01-05\n',
        'x"y',
        '/**/',
      ),
      fc
        .tuple(fc.constantFrom('2026-01-05', good.run, good.location), fc.string())
        .map((p) => p.join('')),
    );
    const field = fc.constantFrom('run', 'asOf', 'stagingTable', 'location', 'slices');
    let refused = 0;

    fc.assert(
      fc.property(field, bad, (name, value) => {
        const build = { ...good, [name]: name === 'slices' ? [value] : value };
        try {
          expect(shapeOf(render(model, build))).toBe(
            name === 'stagingTable' ? shape.replaceAll('SILVER_X_0', value.toUpperCase()) : shape,
          );
        } catch (error) {
          if (!(error instanceof Error) || !error.message.startsWith('cannot render')) {
            if (!(error instanceof Error) || !error.message.includes('does not begin')) throw error;
          }
          refused += 1;
          if (error instanceof Error && value.length > 3)
            expect(error.message).not.toContain(value);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(refused).toBeGreaterThan(8_000);
  });

  it('refuse too many slices, none, and repeated ones', () => {
    const model = modelNamed('silver.transactions');
    const days = Array.from({ length: 101 }, (_, at) => addSlices('day', '2026-01-01', at));

    for (const slices of [days, [], ['2026-01-01', '2026-01-01'], ['all']]) {
      expect(() => buildSql(model, context(model, { slices }))).toThrow('cannot render');
    }
    const whole = modelNamed('silver.stores');
    expect(() => buildSql(whole, context(whole, { slices: ['2026-01-01'] }))).toThrow("['all']");
  });

  it('read bronze by pinned paths, and the days of the slices only', () => {
    const model = modelNamed('silver.transactions');
    const sql = buildSql(
      model,
      context(model, { slices: ['2026-03-01', '2026-01-05', '2026-01-06'] }),
    );

    expect(sql).toContain(
      `"$path" IN (SELECT path FROM ops.run_inputs WHERE run = '20260102T030405Z-0a1b2c' AND dataset = 'transactions')`,
    );
    expect(sql).toContain("((business_date >= '2026-01-05' AND business_date < '2026-01-07')\n");
    expect(sql).toContain("OR (business_date >= '2026-03-01' AND business_date < '2026-03-02'))");
    expect(sql).toContain(
      "WHERE built.business_date IN ('2026-03-01', '2026-01-05', '2026-01-06')",
    );
    expect(sql).not.toContain('_extra');
  });

  it('read the lookback as well', () => {
    const model = modelNamed('gold.customer_monthly_summary');
    const sql = buildSql(model, context(model));

    expect(sql).toContain("business_date >= '2025-11-01' AND business_date < '2026-02-01'");
  });

  it('answer every planned slice, with the checks of the header', () => {
    const model = modelNamed('silver.transactions');
    const sql = auditSql(model, context(model, { slices: ['2026-01-05', '2026-01-06'] }));

    expect(sql).toContain("(VALUES ('2026-01-05'), ('2026-01-06')) AS slices (slice)");
    for (const { id, drift } of model.checks) {
      expect(sql.includes(`'${id}'`)).toBe(drift === undefined);
    }
    expect(sql.match(/measured\b(?! AS \()/g)?.length).toBeGreaterThan(1);
    expect(sql.match(/(FROM|JOIN) measured/g)).toHaveLength(1);
  });
});
