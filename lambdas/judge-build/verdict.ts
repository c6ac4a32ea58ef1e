import type { Athena } from '@aws-sdk/client-athena';
import type { Slices } from '../shared/ledger/slices';
import type { Model } from '../shared/models/model';
import type { Objects } from '../shared/objects';
import type { BuildEvent } from '../shared/plans/build-event';
import { attemptPrefix } from '../shared/plans/places';
import type { BuildPlan, Verdict } from '../shared/plans/plan';
import { auditRows } from './audit-rows';
import { judgeSlices, manifestFault } from './judge';

export interface JudgePorts {
  readonly athena: () => Promise<Pick<Athena, 'getQueryExecution' | 'getQueryResults'>>;
  readonly lake: Objects;
  readonly results: Objects;
  readonly slices: Pick<Slices, 'some'>;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}
export interface QueryIds {
  readonly ctas: string;
  readonly audit: string;
}
export type Judgement =
  | { readonly verdict: Verdict }
  /** What the statement left is not what it says it wrote: another attempt, on a fresh prefix. */
  | { readonly fault: string };

/** Judges what one attempt wrote. */
export async function judgeBuild(
  ports: JudgePorts,
  model: Model,
  build: BuildPlan,
  { attempt }: BuildEvent,
  queries: QueryIds,
): Promise<Judgement> {
  const athena = await ports.athena();
  const prefix = attemptPrefix(model, build, attempt);
  const [written, counted] = await Promise.all([
    describe(athena, queries.ctas),
    describe(athena, queries.audit),
  ]);
  const objects = await ports.lake.list(prefix);
  const manifest = await manifestOf(ports.results, written.manifest);
  const fault = manifestFault(ports.lake.bucket, objects, manifest);
  if (fault !== undefined) return { fault };
  const slices = judgeSlices({
    model,
    build,
    attempt,
    bucket: ports.lake.bucket,
    audit: await auditRows(athena, queries.audit),
    objects,
    states: await ports.slices.some(
      model.name,
      build.slices.map(({ slice }) => slice),
    ),
  });
  const scannedBytes = written.scanned + counted.scanned;
  return { verdict: { attempt, judgedAt: ports.now(), slices, scannedBytes } };
}

async function describe(athena: Pick<Athena, 'getQueryExecution'>, query: string) {
  const { QueryExecution } = await athena.getQueryExecution({ QueryExecutionId: query });
  const { DataManifestLocation, DataScannedInBytes } = QueryExecution?.Statistics ?? {};
  return { manifest: DataManifestLocation, scanned: DataScannedInBytes ?? 0 };
}

/** A query that wrote nothing has no manifest. */
async function manifestOf(results: Objects, location?: string): Promise<readonly string[]> {
  if (location === undefined) return [];
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (bucket !== results.bucket) {
    throw new Error(`the query's manifest is not in ${results.bucket}: check the workgroup`);
  }
  const text = (await results.read(key)) ?? '';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
