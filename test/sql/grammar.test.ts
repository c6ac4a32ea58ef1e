import { TrinoSQL } from 'dt-sql-parser';
import { describe, expect, it } from 'vitest';
import { auditSql } from '../../lambdas/shared/models/audit-sql';
import { buildSql } from '../../lambdas/shared/models/build-sql';
import { addSlices, sliceOf } from '../../lambdas/shared/models/slices';
import { models } from './models';

const parser = new TrinoSQL();
const faults = (sql: string): readonly string[] =>
  parser.validate(sql).map(({ startLine, message }) => `${startLine} ${message}`);

describe('every rendered statement is Trino', () => {
  const statements = models.flatMap((model) => {
    const { by } = model.slice;
    const first = sliceOf(by, '2026-01-05');
    const slices = by === 'none' ? ['all'] : [first, addSlices(by, first, 3)];
    const build = {
      run: '20260102T030405Z-0a1b2c',
      slices,
      asOf: '2026-01-31',
      stagingTable: `${model.layer}_${model.table}`,
      location: `s3://lake/${model.layer}/${model.table}/run=R/`,
    };
    return [
      [`${model.name} build`, buildSql(model, build)],
      [`${model.name} audit`, auditSql(model, build)],
    ] as const;
  });

  it.each(statements)('%s', (_name, sql) => {
    expect(faults(sql)).toEqual([]);
  });

  it('by a parser that refuses what is not', () => {
    for (const sql of ['SELECT a::int FROM t', 'SELECT * FROM t QUALIFY 1 = 1', 'SELECT [1, 2]']) {
      expect(faults(sql)).not.toEqual([]);
    }
  });
});
