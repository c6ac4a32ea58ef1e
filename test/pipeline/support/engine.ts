import { parquetReadObjects } from 'hyparquet';
import { createHash } from 'node:crypto';
import type { Model } from '../../../lambdas/shared/models/model';
import { readRange } from '../../../lambdas/shared/models/slices';
import { attemptPrefix, slicePrefix, stagingTable } from '../../../lambdas/shared/plans/places';
import type { BuildPlan } from '../../../lambdas/shared/plans/plan';
import { awsFault, type FakeGlue } from './glue';
import { linesOf, type MemoryObjects, type Row } from './objects';

export interface Sources {
  /** Rows of a reference, e.g. `bronze.transactions`: only pinned objects of bronze, only published slices. */
  readonly rows: (reference: string) => readonly Row[];
  readonly slice: string;
  readonly asOf: string;
}
/** A model whose SELECT is a function. */
export interface TestModel extends Model {
  readonly make: (sources: Sources) => readonly Row[];
  /** Failures of a check for the rows of a slice; absent: none fails. */
  readonly fails?: (check: string, rows: readonly Row[], sources: Sources) => number;
}
interface Query {
  readonly manifest?: string;
  readonly answer: readonly (readonly string[])[];
}

/** Runs CTAS and audit of test models over the in-memory lake, with Athena's manners. */
export class FakeAthena {
  readonly queries = new Map<string, Query>();
  statements = 0;
  /** What the next statements fail with, by `<stage> <model>`. */
  readonly faults = new Map<string, string[]>();
  /** Called while a CTAS runs, before it reads. */
  duringCtas: (model: string) => void = () => undefined;

  constructor(
    private readonly lake: MemoryObjects,
    private readonly results: MemoryObjects,
    private readonly glue: FakeGlue,
  ) {}

  readonly client = async () => ({
    getQueryExecution: async ({ QueryExecutionId = '' }) => ({
      QueryExecution: {
        Statistics: {
          DataScannedInBytes: 1000,
          DataManifestLocation: this.queries.get(QueryExecutionId)?.manifest,
        },
      },
      $metadata: {},
    }),
    getQueryResults: async ({
      QueryExecutionId = '',
      NextToken,
    }: {
      QueryExecutionId?: string;
      NextToken?: string;
    }) => {
      const rows = [
        ['check_id', 'slice', 'failing', 'detail'],
        ...(this.queries.get(QueryExecutionId)?.answer ?? []),
      ];
      const from = Number(NextToken ?? 0);
      const Rows = rows
        .slice(from, from + 4)
        .map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) }));
      return {
        ResultSet: { Rows },
        ...(from + 4 < rows.length && { NextToken: String(from + 4) }),
        $metadata: {},
      };
    },
  });

  /** @returns the id of the query */
  async ctas(model: TestModel, build: BuildPlan, attempt: number): Promise<string> {
    this.begin('ctas', model);
    this.duringCtas(model.name);
    const prefix = attemptPrefix(model, build, attempt);
    if ((await this.lake.list(prefix)).length > 0) throw failed('HIVE_PATH_ALREADY_EXISTS: taken');
    const pins = await this.pins(build.run);
    const written: string[] = [];
    for (const { slice } of build.slices) {
      const rows = model.make(this.sources(model, slice, build, pins));
      if (rows.length === 0) continue;
      const key = `${slicePrefix(model, prefix, slice)}part-0.parquet`;
      await this.lake.write(key, linesOf(rows));
      written.push(`s3://${this.lake.bucket}/${key}`);
    }
    const staging = `staging.${stagingTable(model, build, attempt)}`;
    this.glue.tables.set(staging, { Name: staging, VersionId: '0' });
    const id = idOf('ctas', build, attempt);
    const manifest = `queries/${id}-manifest.csv`;
    await this.results.write(manifest, written.join('\n'));
    this.queries.set(id, { manifest: `s3://${this.results.bucket}/${manifest}`, answer: [] });
    return id;
  }

  async audit(model: TestModel, build: BuildPlan, attempt: number): Promise<string> {
    this.begin('audit', model);
    const prefix = attemptPrefix(model, build, attempt);
    const pins = await this.pins(build.run);
    const answer = build.slices.flatMap(({ slice }) => {
      const rows = this.lake.rows(slicePrefix(model, prefix, slice));
      const sources = this.sources(model, slice, build, pins);
      return [
        ['#rows', slice, String(rows.length), ''],
        ...model.checks
          .filter(({ drift }) => drift === undefined)
          .map(({ id }) => [id, slice, String(model.fails?.(id, rows, sources) ?? 0), '']),
        ...(model.dependBy === undefined ? [] : partsOf(rows, model.dependBy)),
      ];
    });
    const id = idOf('audit', build, attempt);
    this.queries.set(id, { answer });
    return id;
  }

  private begin(stage: string, { name }: TestModel): void {
    this.statements += 1;
    const fault = this.faults.get(`${stage} ${name}`)?.shift();
    if (fault !== undefined) throw failed(fault);
  }

  /** What `ops.run_inputs` holds of a run, read from its Parquet. */
  private async pins(run: string): Promise<readonly { dataset: string; path: string }[]> {
    const files = await this.lake.list(`ops/run_inputs/run=${run}/`);
    const rows = await Promise.all(
      files.map(async ({ key }) => {
        const bytes = this.lake.held.get(key) ?? new Uint8Array();
        return parquetReadObjects({ file: bytes.slice().buffer });
      }),
    );
    return rows.flat().map((row) => ({ dataset: String(row.dataset), path: String(row.path) }));
  }

  private sources(
    model: TestModel,
    slice: string,
    build: BuildPlan,
    pins: readonly { dataset: string; path: string }[],
  ): Sources {
    const range = model.slice.by === 'none' ? undefined : readRange(model, slice);
    return {
      slice,
      asOf: build.asOf,
      rows: (reference) => {
        const [layer = '', table = ''] = reference.split('.');
        if (layer !== 'bronze') return this.published(layer, table);
        return pins
          .filter(({ dataset }) => dataset === table)
          .map(({ path }) => path.replace(`s3://${this.lake.bucket}/`, ''))
          .filter((key) => {
            const day = /business_date=([^/]+)/.exec(key)?.[1];
            return !range || !day || (day >= range.start && day < range.end);
          })
          .flatMap((key) => this.lake.rowsOf(key));
      },
    };
  }

  published(layer: string, table: string): readonly Row[] {
    const known = this.glue.tables.get(`${layer}.${table}`);
    if (known === undefined) throw failed(`TABLE_NOT_FOUND: line 1:1: Table '${layer}.${table}'`);
    const isSliced = (known.PartitionKeys ?? []).length > 0;
    const locations = isSliced
      ? Object.values(this.glue.partitionsOf(`${layer}.${table}`))
      : [known.StorageDescriptor?.Location];
    return locations.flatMap((location = '') =>
      this.lake.rows(location.replace(`s3://${this.lake.bucket}/`, '')),
    );
  }
}

const idOf = (stage: string, { run, build }: BuildPlan, attempt: number): string =>
  `${stage}-${run}-${build}-${attempt}`;

function partsOf(rows: readonly Row[], column: string): readonly (readonly string[])[] {
  const days = [...new Set(rows.map((row) => String(row[column])))];
  return days.map((day) => {
    const own = rows.filter((row) => row[column] === day).map((row) => JSON.stringify(row));
    return ['#part', day, '0', createHash('sha256').update(own.sort().join()).digest('hex')];
  });
}

/** As Step Functions sees a failed statement. */
function failed(reason: string): Error {
  const cause = { QueryExecution: { Status: { State: 'FAILED', StateChangeReason: reason } } };
  return awsFault('States.TaskFailed', JSON.stringify(cause));
}
