import { glueType } from '../shared/catalog/glue-types';
import type { Model } from '../shared/models/model';
import { sparkJobName } from '../shared/names';
import { jobPrefix, jobTable } from '../shared/plans/places';
import type { BuildPlan } from '../shared/plans/plan';
import type { RenderPlace } from './render';

/**
 * How a Spark job takes part in a build: it writes its rows to a prefix of its own, they are shown as a table of
 * staging, and the build selects from that table in place of the model's SELECT. So its types are proven, its files
 * counted and its rows audited like everybody's.
 */
export function sparkJob(
  model: Model,
  build: BuildPlan,
  attempt: number,
  { bucket, env }: RenderPlace,
) {
  const location = `s3://${bucket}/${jobPrefix(model, build, attempt)}`;
  const table = `staging.${jobTable(model, build, attempt)}`;
  const columns = model.columns.map(({ name, type }) => `    \`${name}\` ${glueType(type)}`);
  return {
    run: {
      name: sparkJobName(env, model.spark?.script ?? ''),
      arguments: { '--location': location },
    },
    shown: `CREATE EXTERNAL TABLE ${table} (\n${columns.join(',\n')}\n)\nSTORED AS PARQUET\nLOCATION '${location}'`,
    select: `SELECT ${model.columns.map(({ name }) => name).join(', ')} FROM ${table}`,
  };
}
