import { describe, expect, it } from 'vitest';
import { renderBuild } from '../../lambdas/render-build/render';
import type { Model } from '../../lambdas/shared/models/model';
import { leaveJob } from '../../lambdas/shared/plans/job-leftovers';
import type { BuildPlan } from '../../lambdas/shared/plans/plan';
import { SPARK_SCRIPTS } from '../../lib/spark-scripts';
import { modelNamed, models } from '../sql/models';

const place = { bucket: 'lake', env: 'prod' };
const plan: BuildPlan = {
  run: '20260101T000000Z-abcdef',
  build: 'b',
  model: 'gold.customer_features',
  batch: 0,
  fence: 1,
  asOf: '2026-01-01',
  slices: [{ slice: 'all', signature: 's', hasInputs: true }],
};
const bySpark = modelNamed('gold.customer_features');
const bySql = { ...bySpark, spark: undefined };
const OUTPUT =
  's3://lake/gold/customer_features/job-run=20260101T000000Z-abcdef/batch=0/attempt=2/';
const TABLE = 'job_gold_customer_features_20260101t000000z_abcdef_0_2';

describe('a build by a Spark job', () => {
  it('runs the job of its script on a prefix of the attempt, and reads what it wrote', () => {
    const { job, ctas } = renderBuild(bySpark, plan, 2, place);

    expect(job).toMatchObject({
      name: 'sluice-prod-customer_features',
      arguments: { '--location': OUTPUT },
    });
    expect(job?.shown.sql).toContain(
      `CREATE EXTERNAL TABLE staging.${TABLE} (\n    \`customer_id\` string,`,
    );
    expect(job?.shown.sql).toContain(`STORED AS PARQUET\nLOCATION '${OUTPUT}'`);
    expect(ctas.sql).toContain(`FROM staging.${TABLE}`);
    expect(ctas.sql).not.toContain('gold.customer_daily');
  });

  it('is cast, written and audited as its SQL twin is', () => {
    const one = renderBuild(bySpark, plan, 1, place);
    const other = renderBuild(bySql, plan, 1, place);
    const casts = (sql: string): string => sql.slice(0, sql.indexOf('FROM ('));

    expect(casts(one.ctas.sql)).toBe(casts(other.ctas.sql));
    expect(one.audit.sql).toBe(other.audit.sql);
    expect(other.job).toBeUndefined();
  });

  it('leaves nothing: its table goes, its objects are recorded for deletion', async () => {
    const dropped: string[] = [];
    const left: string[] = [];
    const ports = {
      bucket: 'lake',
      now: () => '2026-01-01T00:00:00Z',
      dropStaging: (table: string) => Promise.resolve(void dropped.push(table)),
      leftovers: {
        add: ({ location }: { location: string }) => Promise.resolve(void left.push(location)),
      },
    };

    await leaveJob(ports, bySql, plan, 2);
    expect([dropped, left]).toEqual([[], []]);
    await leaveJob(ports, bySpark, plan, 2);
    expect([dropped, left]).toEqual([[TABLE], [OUTPUT]]);
  });
});

describe('the scripts that get a job', () => {
  it('are those of the headers, and read what their twins read', () => {
    const said = models.flatMap(({ spark, table, references }: Model) =>
      spark === undefined
        ? []
        : [
            [
              spark.script,
              {
                writes: table,
                reads: references
                  .filter(({ auditOnly }) => auditOnly !== true)
                  .map((one) => one.table),
              },
            ],
          ],
    );

    expect(Object.fromEntries(said)).toEqual(SPARK_SCRIPTS);
  });
});
