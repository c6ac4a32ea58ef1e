import { describe, expect, it } from 'vitest';
import { checkModels } from '../../cli/check-models';
import { withUpstream } from '../../lambdas/shared/models/graph';
import { modelFiles, models } from '../sql/models';

const SUMMARY = 'sql/gold/daily_sales_summary.sql';
const fileOf = (name: string): string => `sql/${name.replace('.', '/')}.sql`;
/** The summary and what it reads: binding all models takes seconds. */
const itsFiles = new Set([...withUpstream(models, ['gold.daily_sales_summary'])].map(fileOf));
const allCases = new Set(models.map(({ table }) => table));

/** Those models with one text replaced, and the line where the new one stands. */
function misspelt(right: string, wrong: string) {
  const files = modelFiles
    .filter(({ file }) => itsFiles.has(file))
    .map((one) =>
      one.file === SUMMARY ? { ...one, text: one.text.replaceAll(right, wrong) } : one,
    );
  const text = files.find(({ file }) => file === SUMMARY)?.text ?? '';
  return { files, lineOf: (part: string) => text.slice(0, text.indexOf(part)).split('\n').length };
}

describe('sluice lint', () => {
  it('finds nothing wrong with the models of the project', async () => {
    expect(await checkModels(modelFiles, allCases)).toEqual([]);
  });

  it('names file and line of a column that the table does not have', async () => {
    const { files, lineOf } = misspelt('item_count', 'itm_count');

    const found = await checkModels(files, allCases);

    expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual([
      `${SUMMARY}:${lineOf('itm_count')}`,
    ]);
    expect(found[0]?.message).toMatch(/^SELECT does not bind: .*'itm_count'/);
    expect(lineOf('itm_count')).toBeGreaterThan(40);
  });

  it('names the line of a column of another type than declared', async () => {
    const { files, lineOf } = misspelt('items: {type: bigint,', 'items: {type: varchar,');

    const found = await checkModels(files, allCases);

    expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual([
      `${SUMMARY}:${lineOf('items: {')}`,
    ]);
    expect(found[0]?.message).toMatch(/^column items is .* declared varchar/);
  });
});
