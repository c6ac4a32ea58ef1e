import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { contracts } from '../../lambdas/shared/contracts';
import { upstreamOf } from '../../lambdas/shared/models/graph';
import type { Model } from '../../lambdas/shared/models/model';
import { OPS_TABLE_NAMES, opsDataset } from '../../lambdas/shared/models/ops-tables';
import { sliceOf } from '../../lambdas/shared/models/slices';
import type { AuditRow, Lake, Row } from './lake';
import { modelNamed, models } from './models';

/** `given.yaml`: what the tables hold. Models between bronze and the one under test are built. */
interface Given {
  readonly asOf?: string;
  /** First days of the slices to build; the slice of every business date that is given, if absent. */
  readonly slices?: readonly string[];
  /** Values that a table's rows share. */
  readonly defaults?: Readonly<Record<string, Row>>;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}
/** `expect.yaml`: rows in the order of the key, of the columns that the case is about. */
interface Expected {
  readonly rows: readonly Row[];
  /** Of a table that is long whatever is given: the rows that the case is about. */
  readonly where?: string;
  /** Checks that fail, with how often; every other error check passes. */
  readonly failing?: Readonly<Record<string, number>>;
}
export interface SqlCase {
  readonly model: Model;
  readonly name: string;
  readonly given: Given;
  readonly expected: Expected;
}

const FIXTURES = 'test/fixtures/sql';
const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

const complete = (given: Given): Given => ({
  ...given,
  tables: Object.fromEntries(
    Object.entries(given.tables).map(([name, rows]) => [
      name,
      rows.map((row) => ({ ...given.defaults?.[name], ...row })),
    ]),
  ),
});

/** Every case folder; its path names the model. Table names are unique across layers. */
export const cases: readonly SqlCase[] = readdirSync(FIXTURES)
  .sort()
  .flatMap((table) =>
    readdirSync(`${FIXTURES}/${table}`)
      .sort()
      .map((name) => {
        const folder = `${FIXTURES}/${table}/${name}`;
        const model = models.find((candidate) => candidate.table === table);
        if (model === undefined || !existsSync(`${folder}/given.yaml`)) {
          throw new Error(`${folder}: no model ${table}, or no given.yaml`);
        }
        // Fixtures are ours: their shape is proven by the case running.
        const given = complete(read(`${folder}/given.yaml`) as Given);
        const expected = read(`${folder}/expect.yaml`) as Expected;
        return { model, name, given, expected };
      }),
  );

const days = (tables: Given['tables']): readonly string[] =>
  Object.values(tables)
    .flat()
    .flatMap(({ business_date: day }) => (typeof day === 'string' ? [day] : []));

export function slicesFor(model: Model, { slices, tables }: Given): readonly string[] {
  if (model.slice.by === 'none') return ['all'];
  const touched = new Set(days(tables).map((day) => sliceOf(model.slice.by, day)));
  return slices ?? [...touched].sort();
}

/** Gives the tables, builds what lies between them and the model, and publishes it. */
export async function prepare(lake: Lake, model: Model, given: Given): Promise<void> {
  const { tables } = given;
  const bronze = Object.keys(contracts);
  for (const table of bronze) await lake.giveBronze(table, tables[`bronze.${table}`] ?? []);
  for (const table of OPS_TABLE_NAMES) await lake.giveOps(table, tables[opsDataset(table)] ?? []);
  const counts: readonly (readonly [string, number])[] = [
    ...bronze.map((table) => [table, tables[`bronze.${table}`]?.length ?? 0] as const),
    ...OPS_TABLE_NAMES.map(opsDataset).map((name) => [name, tables[name]?.length ?? 0] as const),
  ];
  await lake.pin(Object.fromEntries(counts));
  const ready = new Set<string>();
  const provide = async (name: string): Promise<void> => {
    if (ready.has(name)) return;
    ready.add(name);
    const upstream = modelNamed(name);
    await lake.forget(upstream);
    const rows = tables[name];
    if (rows !== undefined) return lake.giveModel(upstream, rows);
    for (const next of upstreamOf(upstream)) await provide(next);
    const slices = slicesFor(upstream, { tables });
    if (slices.length === 0) return lake.giveModel(upstream, []);
    await lake.publish(upstream, await lake.build(upstream, slices, given.asOf));
  };
  for (const name of upstreamOf(model)) await provide(name);
}

/** Error checks that fail, as the case writes them. */
export function failingChecks(model: Model, audit: readonly AuditRow[]): Record<string, number> {
  const errors = new Set(
    model.checks.filter(({ severity }) => severity === 'error').map(({ id }) => id),
  );
  const failing: Record<string, number> = {};
  for (const { check_id: id, failing: count } of audit) {
    if (errors.has(id) && count > 0) failing[id] = (failing[id] ?? 0) + count;
  }
  return failing;
}
