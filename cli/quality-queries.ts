import { failingRowsSql } from '../lambdas/shared/models/failing-rows';
import { sqlText } from '../lambdas/shared/models/sql-text';
import { compiledModels } from '../lib/build/compiled-models';
import { configFor } from '../lib/config';
import { ROOT } from './home';
import { LAPTOP_ENV } from './synth';

/**
 * Statements that show what a check found: the rows, or for a check of the whole slice what was counted run by run.
 * @param env the laptop's when absent
 */
export function failingQueries(
  env: string | undefined,
): (dataset: string, check: string, slice: string) => string {
  const { models } = compiledModels(ROOT, configFor(env ?? LAPTOP_ENV));
  const byName = new Map(models.map((model) => [model.name, model]));
  return (dataset, id, slice) => {
    const model = byName.get(dataset);
    const check = model?.checks.find((one) => one.id === id);
    const rows = model && check && failingRowsSql(model, check, slice);
    if (rows !== undefined) return rows;
    const [layer = '', table = ''] = dataset.split('.');
    return (
      'SELECT run, slice, check_id, failing, row_total FROM ops.check_results ' +
      `WHERE layer = ${sqlText(layer)} AND table_name = ${sqlText(table)} ` +
      `AND check_id = ${sqlText(id)} AND slice = ${sqlText(slice)} ORDER BY run DESC LIMIT 100`
    );
  };
}
