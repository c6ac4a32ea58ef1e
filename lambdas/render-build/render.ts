import { auditSql } from '../shared/models/audit-sql';
import { buildSql } from '../shared/models/build-sql';
import type { Model } from '../shared/models/model';
import { PIPELINE_WORKGROUP } from '../shared/names';
import { attemptPrefix, queryToken, stagingTable } from '../shared/plans/places';
import type { BuildPlan } from '../shared/plans/plan';
import { sparkJob } from './spark-job';

/** One call of StartQueryExecution. */
export interface Statement {
  readonly sql: string;
  readonly token: string;
  readonly workgroup: string;
  readonly database: string;
}
/** One call of StartJobRun, and the statement that shows what it wrote as a table. */
export interface SparkJob {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly shown: Statement;
}
export interface RenderedBuild {
  /** Tables of `engine: spark` only: what runs before. */
  readonly job?: SparkJob;
  readonly ctas: Statement;
  readonly audit: Statement;
}

/** Where builds go. */
export interface RenderPlace {
  /** Of the lake. */
  readonly bucket: string;
  readonly env: string;
}

/** A state's payload holds 256 KiB, both statements and their JSON escapes included. */
const MOST_CHARACTERS = 200_000;

/**
 * The two statements of one attempt of a build.
 * @throws Error when they would not fit a state's payload
 */
export function renderBuild(
  model: Model,
  build: BuildPlan,
  attempt: number,
  { bucket, env }: RenderPlace,
): RenderedBuild {
  const context = {
    run: build.run,
    slices: build.slices.map(({ slice }) => slice),
    asOf: build.asOf,
    stagingTable: stagingTable(model, build, attempt),
    location: `s3://${bucket}/${attemptPrefix(model, build, attempt)}`,
  };
  const job = model.spark && sparkJob(model, build, attempt, { bucket, env });
  const ctas = buildSql(job === undefined ? model : { ...model, select: job.select }, context);
  const audit = auditSql(model, context);
  if (ctas.length + audit.length > MOST_CHARACTERS) {
    throw new Error(
      `${model.file}: its statements have ${ctas.length + audit.length} characters, at most ${MOST_CHARACTERS} fit a state: split the model`,
    );
  }
  const statement = (stage: string, sql: string): Statement => ({
    sql,
    token: queryToken(build, attempt, stage, sql),
    workgroup: PIPELINE_WORKGROUP,
    database: 'staging',
  });
  return {
    ...(job && { job: { ...job.run, shown: statement('shown', job.shown) } }),
    ctas: statement('ctas', ctas),
    audit: statement('audit', audit),
  };
}
