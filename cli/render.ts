import type { Command } from 'commander';
import { buildQuery } from '../lambdas/shared/models/build-sql';
import type { Model } from '../lambdas/shared/models/model';
import { isDay, sliceOf } from '../lambdas/shared/models/slices';
import { dictionaryModels } from './dictionary/entries';
import { Failure } from './failure';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared {
  readonly day?: string;
  readonly run: string;
}
/** Names no run that ever was: its pinned inputs are none. */
const NO_RUN = '20000101T000000Z-000000';

export const renderVerb = (): Command =>
  verb({
    name: 'render',
    summary: 'Print the plain Athena SQL of a model',
    about:
      'The SELECT as a run sends it, references and parameters replaced, every column cast to its type:\n' +
      'to read, or to paste into Athena. Bronze rows are those that a run has pinned: name one with --run.',
    examples: [
      ['sluice render gold.daily_sales_summary', 'the slice of today'],
      ['sluice render gold.revenue_monthly --day 2026-03-15', 'the slice that a day falls into'],
    ],
    laptopOnly: true,
  })
    .argument('<model>', 'gold.revenue_daily, or its name without the database')
    .option('--day <day>', 'YYYY-MM-DD: whose slice, and the day that is today (default: today)')
    .option('--run <id>', 'run whose pinned bronze objects are read', NO_RUN)
    .action((name: string, options: Options) =>
      inSession('render', options, async ({ print }) => {
        const model = modelNamed(name);
        const day = options.day ?? new Date().toISOString().slice(0, 10);
        if (!isDay(day)) throw new Failure('usage', `"${day}" is no day`, 'write YYYY-MM-DD');
        const slice = sliceOf(model.slice.by, day);
        const sql = rendered(model, { day, slice, run: options.run });
        print.result({ model: model.name, slice, sql }, () => print.line(sql));
      }),
    );

function modelNamed(name: string): Model {
  const models = dictionaryModels();
  const found = models.find((model) => model.name === name || model.table === name);
  if (found !== undefined) return found;
  const near = models.filter((model) => model.name.includes(name)).map((model) => model.name);
  throw new Failure(
    'unavailable',
    `no model is named "${name}"`,
    near.length > 0 ? `there is ${near.join(', ')}` : 'sql/silver and sql/gold have them',
  );
}

/** @throws Failure usage when the run's id has another shape */
function rendered(
  model: Model,
  { day, slice, run }: { readonly day: string; readonly slice: string; readonly run: string },
): string {
  try {
    return buildQuery(model, {
      ...{ run, asOf: day, slices: [slice] },
      stagingTable: `${model.layer}_${model.table}`,
      location: `s3://lake/${model.layer}/${model.table}/`,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('usage', reason, 'sluice status lists runs', { cause: error });
  }
}
