import { afterAll, beforeAll, expect, it } from 'vitest';
import { failingRowsSql } from '../../lambdas/shared/models/failing-rows';
import { Lake } from '../sql/lake';
import { modelFiles, models } from '../sql/models';
import { oneModel } from './model-text';

let lake: Lake;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());

const model = oneModel({
  columns: [
    'id: {type: varchar, about: an id, checks: [unique]}',
    "amount: {type: 'decimal(18,4)', about: an amount, checks: [{between: [0, 9]}, {mean_between: [0, 9]}]}",
    'business_date: {type: varchar, about: a day}',
  ],
});
const shown = async (kind: string) => {
  const check = model.checks.find((one) => one.id.startsWith(kind));
  const sql = check && failingRowsSql(model, check, '2026-01-05');
  return sql === undefined ? undefined : lake.rows(sql);
};

it('shows the rows of the slice that fail', async () => {
  const row = (id: string, amount: string, day = '2026-01-05') => ({
    id,
    amount,
    business_date: day,
  });
  await lake.giveModel(model, [
    ...[row('a', '1'), row('b', '10'), row('b', '2')],
    ...[row('c', '11', '2026-01-06'), row('c', '12', '2026-01-06')],
  ]);

  expect((await shown('between'))?.map(({ id, amount }) => [id, amount])).toEqual([
    ['b', '10.0000'],
  ]);
  expect(await shown('unique:id')).toEqual([{ slice: '2026-01-05', id: 'b', copies: '2' }]);
  expect(await shown('not_null:id')).toEqual([]);
});

it('shows no rows of a check of the whole slice', async () => {
  expect(await shown('mean_between')).toBeUndefined();
  expect(await shown('reconcile')).toBeUndefined();
  expect(await shown('row_drift')).toBeUndefined();
});

it('has a statement without a placeholder for every row check of the project', () => {
  const statements = models.flatMap((one) =>
    one.checks.flatMap((check) => failingRowsSql(one, check, '2026-01-05') ?? []),
  );

  expect(statements.length).toBeGreaterThan(modelFiles.length);
  for (const sql of statements) expect(sql).not.toContain('${');
});
