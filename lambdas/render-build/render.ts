import { auditSql } from '../shared/models/audit-sql';
import { buildSql } from '../shared/models/build-sql';
import type { Model } from '../shared/models/model';
import { PIPELINE_WORKGROUP } from '../shared/names';
import { attemptPrefix, queryToken, stagingTable } from '../shared/plans/places';
import type { BuildPlan } from '../shared/plans/plan';

/** One call of StartQueryExecution. */
export interface Statement {
  readonly sql: string;
  readonly token: string;
  readonly workgroup: string;
  readonly database: string;
}
export interface RenderedBuild {
  readonly ctas: Statement;
  readonly audit: Statement;
}

/** A state's payload holds 256 KiB, both statements and their JSON escapes included. */
const MOST_CHARACTERS = 200_000;

/**
 * The two statements of one attempt of a build.
 * @param bucket of the lake
 * @throws Error when they would not fit a state's payload
 */
export function renderBuild(
  model: Model,
  build: BuildPlan,
  attempt: number,
  bucket: string,
): RenderedBuild {
  const context = {
    run: build.run,
    slices: build.slices.map(({ slice }) => slice),
    asOf: build.asOf,
    stagingTable: stagingTable(model, build, attempt),
    location: `s3://${bucket}/${attemptPrefix(model, build, attempt)}`,
  };
  const ctas = buildSql(model, context);
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
  return { ctas: statement('ctas', ctas), audit: statement('audit', audit) };
}
