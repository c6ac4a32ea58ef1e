import { type PartitionRegistry, registerPartitions } from '../catalog/partitions';
import { eachLimited } from '../each-limited';
import type { Model } from '../models/model';
import { OPS_TABLES, type OpsTable } from '../models/ops-tables';
import type { Objects } from '../objects';
import { parquetOf, type ParquetColumn } from '../parquet';
import type { EndedBuild } from '../plans/ended';
import type { RunFiles } from '../plans/store';
import { opsKey, runDate } from './places';
import { checkResults, publications, type JudgedBuild } from './rows';

export interface ExportPorts {
  readonly lake: Objects;
  readonly glue: () => Promise<PartitionRegistry>;
}
export interface ExportedRun {
  readonly run: string;
  readonly files: RunFiles;
  readonly models: ReadonlyMap<string, Model>;
}

const PARALLEL = 16;
const PARQUET = 'application/vnd.apache.parquet';

/**
 * Writes what a run's builds say of themselves to `ops`: one object per table and model, the same when it is
 * written again. A build that ended without a verdict says nothing.
 */
export async function exportRun(
  ports: ExportPorts,
  { run, files, models }: ExportedRun,
  ended: readonly EndedBuild[],
): Promise<void> {
  const builds = (await eachLimited(ended, PARALLEL, (build) => judged(files, build))).flat();
  const names = [...new Set(builds.map(({ plan }) => plan.model))];
  const perModel = names.flatMap((name) => {
    const model = models.get(name);
    const own = builds.filter(({ plan }) => plan.model === name);
    return model === undefined ? [] : [{ model, own }];
  });
  if (perModel.length === 0) return;
  await eachLimited(perModel, PARALLEL, async ({ model, own }) => {
    const write = rowsWriter(ports.lake, run, model);
    await write(
      'check_results',
      own.flatMap((build) => checkResults(model, build)),
    );
    await write(
      'publications',
      own.flatMap((build) => publications(model, build)),
    );
  });
  const glue = await ports.glue();
  for (const table of ['check_results', 'publications'] as const) {
    await registerPartitions(glue, { database: 'ops', table }, [runDate(run)]);
  }
}

async function judged(files: RunFiles, build: EndedBuild): Promise<readonly JudgedBuild[]> {
  const verdict = await files.findVerdict(build.plan.build);
  return verdict === undefined ? [] : [{ ...build, verdict }];
}

type Rows = readonly Readonly<Record<string, string | bigint>>[];

const rowsWriter =
  (lake: Objects, run: string, model: Model) =>
  async (table: OpsTable, rows: Rows): Promise<void> => {
    if (rows.length === 0) return;
    const body = parquetOf(OPS_TABLES[table].columns.map((column) => valuesOf(column, rows)));
    await lake.write(opsKey(table, run, model.name), body, PARQUET);
  };

function valuesOf(
  { name, type }: { readonly name: string; readonly type: 'string' | 'bigint' },
  rows: Rows,
): ParquetColumn {
  const values = rows.map((row) => row[name] ?? null);
  return type === 'string'
    ? { name, type, values: values.map((value) => (value === null ? null : String(value))) }
    : { name, type, values: values.map((value) => (value === null ? null : BigInt(value))) };
}
