import { contracts } from '../../lambdas/shared/contracts';
import { auditSql } from '../../lambdas/shared/models/audit-sql';
import { bronzeTables } from '../../lambdas/shared/models/bronze-tables';
import { buildQuery, type BuildContext } from '../../lambdas/shared/models/build-sql';
import type { Model, SliceUnit } from '../../lambdas/shared/models/model';
import { addDays, sliceOf, slicesBetween } from '../../lambdas/shared/models/slices';
import type { CatalogTable } from '../../local/athena/catalog';
import { scansOf, type Scan } from '../../local/athena/meter/scans';
import { treeOf } from '../../local/athena/tree';
import { admits } from '../../local/athena/where';

/**
 * The day that is built, and the history around it: twice the longest lookback (twelve months), so that a scan of a
 * slice's own partitions and one of all partitions have different counts.
 */
const DAY = '2026-03-02';
const HISTORY = { start: addDays(DAY, -800), end: addDays(DAY, 32) };

export interface ModelScans {
  readonly build: readonly string[];
  readonly audit: readonly string[];
}

/** What Trino would scan for one slice of a model: a line for each reading, such as `silver.stores, whole: store_id region`. */
export function modelScans(model: Model, models: readonly Model[]): ModelScans {
  const build: BuildContext = {
    run: '20260302T030405Z-0a1b2c',
    slices: [sliceOf(model.slice.by, DAY)],
    asOf: addDays(DAY, 1),
    stagingTable: `${model.layer}_${model.table}`,
    location: `s3://lake/${model.layer}/${model.table}/`,
  };
  const tables = tablesOf(model, models);
  const lines = (sql: string): readonly string[] =>
    scansOf(treeOf(sql), { sql, database: 'default' }, tables)
      .filter(({ table }) => table.name !== 'run_inputs')
      .map((scan) => lineOf(scan, tables.unitOf(scan.table)))
      .sort();
  return { build: lines(buildQuery(model, build)), audit: lines(auditSql(model, build)) };
}

function lineOf({ table, name, columns, conditions }: Scan, unit: SliceUnit): string {
  const key = table.partitionKeys[0]?.name;
  const values = key === undefined ? [] : slicesBetween(unit, HISTORY);
  const admitted = values.filter((value) =>
    admits(conditions, { names: [name], columns: new Map([[key ?? '', value]]) }),
  );
  const count = admitted.length === values.length ? 'all' : admitted.length;
  const extent = key === undefined ? 'whole' : `${count} ${unit}${count === 1 ? '' : 's'}`;
  return `${table.database}.${table.name}, ${extent}: ${columns.join(' ')}`.trim();
}

/** The lines of a sliced model that rule out no partition: a day then costs as much as the lake is old. */
export const unpruned = ({ slice }: Model, { build }: ModelScans): readonly string[] =>
  slice.by === 'none' ? [] : build.filter((line) => /, all (day|week|month)s:/.test(line));

function tablesOf(own: Model, models: readonly Model[]) {
  const units = new Map<string, SliceUnit>();
  const known = new Map<string, CatalogTable>();
  const add = (
    name: string,
    columns: Model['columns'] | CatalogTable['columns'],
    key?: string,
    unit: SliceUnit = 'day',
  ) => {
    const [database = '', table = ''] = name.split('.');
    const isKey = (column: { readonly name: string }): boolean => column.name === key;
    const location = `s3://lake/${database}/${table}/`;
    const partitionKeys = key === undefined ? [] : [{ name: key, type: 'string' }];
    const stored = columns.filter((column) => !isKey(column));
    known.set(name, { database, name: table, location, columns: stored, partitionKeys });
    units.set(name, unit);
  };
  for (const [name, { columns, partition }] of bronzeTables(contracts)) {
    add(`bronze.${name}`, columns, partition);
  }
  for (const { name, columns, slice } of models) add(name, columns, slice.column, slice.by);
  add(`staging.${own.layer}_${own.table}`, own.columns, own.slice.column, own.slice.by);
  add(
    'ops.run_inputs',
    ['dataset', 'path', 'run'].map((name) => ({ name, type: 'string' })),
    'run',
  );
  return {
    table: (database: string, name: string) => known.get(`${database}.${name}`),
    unitOf: ({ database, name }: CatalogTable): SliceUnit =>
      units.get(`${database}.${name}`) ?? 'day',
  };
}
