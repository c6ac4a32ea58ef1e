import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts } from '../../lambdas/shared/contracts';
import { auditSql } from '../../lambdas/shared/models/audit-sql';
import { bronzeTables } from '../../lambdas/shared/models/bronze-tables';
import { buildSql, type BuildContext } from '../../lambdas/shared/models/build-sql';
import type { Model } from '../../lambdas/shared/models/model';
import { OPS_PARTITION, OPS_TABLES, type OpsTable } from '../../lambdas/shared/models/ops-tables';
import { createEngine, type Engine } from '../../local/athena/engine';
import { givenTables, type GivenTables } from '../../local/athena/given-tables';

export type Value = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Value>>;
export interface AuditRow {
  readonly check_id: string;
  readonly slice: string;
  readonly failing: number;
  readonly detail: string;
}

export const RUN = '20260102T030405Z-0a1b2c';
const BRONZE = bronzeTables(contracts);

/** First 8 bytes of the sha256 of the key, as the gate writes it. */
export const key64 = (row: Row): string =>
  createHash('sha256')
    .update(`${String(row.source_system)}\u0000${String(row.transaction_id)}`)
    .digest()
    .readBigInt64BE()
    .toString();

/** What every bronze row has, so that a case writes only what it is about. */
const bronzeRow = (row: Row, at: number): Row => ({
  _ingested_at: '2026-01-31T00:00:00.000Z',
  _door: 'stream',
  _shard: 'shardId-000000000000',
  _subsequence: 0,
  _contract_version: 1,
  _source: '',
  _extra: '{}',
  data_quality_flag: 'ok',
  arrival_date: '2026-01-31',
  ...row,
  _sequence: String(row._sequence ?? at + 1).padStart(56, '0'),
  ...(row.transaction_id === undefined ? {} : { _key64: key64(row) }),
});

/** An Athena of its own with given tables: builds, audits and publishes models as the pipeline does. */
export class Lake {
  private count = 0;

  private constructor(
    readonly engine: Engine,
    readonly tables: GivenTables,
    private readonly folder: string,
  ) {}

  static async open(): Promise<Lake> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-sql-'));
    const tables = givenTables();
    const resolveLocation = (uri: string): string => join(folder, uri.slice('s3://'.length));
    return new Lake(await createEngine({ resolveLocation, tables }), tables, folder);
  }

  close(): void {
    this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async giveBronze(table: string, rows: readonly Row[]): Promise<void> {
    const columns = (BRONZE.get(table)?.columns ?? []).map(({ name, type }) => ({
      name,
      type: type === 'varchar' ? 'string' : type,
    }));
    await this.tables.give(this.engine, `bronze.${table}`, columns, rows.map(bronzeRow));
  }

  /** Gives what runs said of themselves. */
  async giveOps(table: OpsTable, rows: readonly Row[]): Promise<void> {
    const columns = [
      ...OPS_TABLES[table].columns.map(({ name, type }) => ({ name, type })),
      { name: OPS_PARTITION, type: 'string' },
    ];
    await this.tables.give(this.engine, `ops.${table}`, columns, rows);
  }

  /** Pins every row of the given tables of bronze, and of ops by their full names. */
  async pin(counts: Readonly<Record<string, number>>): Promise<void> {
    const rows = Object.entries(counts).flatMap(([dataset, count]) =>
      Array.from({ length: count }, (_, at) => ({
        run: RUN,
        dataset,
        path: `s3://given/${dataset.includes('.') ? dataset : `bronze.${dataset}`}/${at}`,
      })),
    );
    const columns = ['run', 'dataset', 'path'].map((name) => ({ name, type: 'string' }));
    await this.tables.give(this.engine, 'ops.run_inputs', columns, rows);
  }

  async giveModel(model: Model, rows: readonly Row[]): Promise<void> {
    const columns = model.columns.map(({ name, type }) => ({ name, type: hiveType(type) }));
    await this.tables.give(this.engine, model.name, columns, rows);
  }

  context(model: Model, slices: readonly string[], asOf = '2026-01-31'): BuildContext {
    this.count += 1;
    return {
      run: RUN,
      slices: model.slice.by === 'none' ? ['all'] : slices,
      asOf,
      stagingTable: `${model.layer}_${model.table}_${this.count}`,
      location: `s3://lake/${model.layer}/${model.table}/run=${RUN}/batch=0/attempt=${this.count}/`,
    };
  }

  /** Runs the CTAS of a build. */
  async build(model: Model, slices: readonly string[], asOf?: string): Promise<BuildContext> {
    const build = this.context(model, slices, asOf);
    await this.engine.query(buildSql(model, build));
    return build;
  }

  async audit(model: Model, build: BuildContext): Promise<readonly AuditRow[]> {
    const rows = await this.rows(auditSql(model, build));
    return rows.map((row) => ({
      check_id: String(row.check_id),
      slice: String(row.slice),
      failing: Number(row.failing),
      detail: String(row.detail),
    }));
  }

  /** Unpublishes all slices: a lake serves many cases. */
  async forget(model: Model): Promise<void> {
    const known = this.tables.table(model.layer, model.table);
    if (known !== undefined) await this.tables.create(known, []);
  }

  /** The slices of a build replace the published ones; a whole table is replaced. */
  async publish(model: Model, { stagingTable, slices }: BuildContext): Promise<void> {
    const staged = this.tables.table('staging', stagingTable);
    if (staged === undefined) throw new Error(`staging.${stagingTable} was never built`);
    const kept = this.tables
      .partitions(model.layer, model.table)
      .filter(({ values }) => !slices.includes(values[0] ?? ''));
    await this.tables.create({ ...staged, database: model.layer, name: model.table }, [
      ...kept,
      ...this.tables.partitions('staging', stagingTable),
    ]);
  }

  async rows(sql: string): Promise<readonly Record<string, string | null>[]> {
    const { columns, rows } = await this.engine.query(sql);
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])),
    );
  }

  /** Folder of the files of a build, for engines of other kinds. */
  filesOf({ location }: BuildContext): string {
    return join(this.folder, location.slice('s3://'.length));
  }

  async built({ columns, key }: Model, { stagingTable }: BuildContext, where = 'true') {
    const list = columns.map(({ name }) => name).join(', ');
    const from = `FROM staging.${stagingTable} WHERE ${where}`;
    return this.rows(`SELECT ${list} ${from} ORDER BY ${key.join(', ')}`);
  }
}

export const hiveType = (type: string): string =>
  type === 'varchar'
    ? 'string'
    : type === 'timestamp(3)'
      ? 'timestamp'
      : type === 'integer'
        ? 'int'
        : type;
