import { rmSync } from 'node:fs';
import path from 'node:path';
import { contracts } from '../../../lambdas/shared/contracts';
import { auditSql } from '../../../lambdas/shared/models/audit-sql';
import { pinnedTables } from '../../../lambdas/shared/models/bronze-tables';
import { buildQuery, buildSql } from '../../../lambdas/shared/models/build-sql';
import type { BuildContext } from '../../../lambdas/shared/models/build-sql';
import { MAX_SLICES } from '../../../lambdas/shared/models/placeholders';
import type { Model } from '../../../lambdas/shared/models/model';
import { touchedSlices } from '../../../lambdas/shared/models/slices';
import { createEngine } from '../../../local/athena/engine';
import type { Engine } from '../../../local/athena/engine';
import { AthenaFault } from '../../../local/athena/fault';
import { givenTables } from '../../../local/athena/given-tables';
import type { GivenTables } from '../../../local/athena/given-tables';
import { hiveType, RUN } from '../../sql/lake';
import type { Row } from '../../sql/lake';
import { compareRows } from './compare-rows';
import type { Answered, Differences } from './compare-rows';
import { AS_OF, randomRows } from './random-records';
import type { TrinoSide } from './trino-side';

export const BUCKET = 'lake';
/** A statement on both engines. */
export interface Compared {
  readonly rows: number;
  readonly differences: Differences;
}
export interface Built {
  /** False when neither engine can build it: its readers have nothing to read. */
  readonly built: boolean;
  /** Absent unless asked for. */
  readonly select?: Compared;
}

/** One small lake of random records: both engines read the same objects. */
export class RandomLake {
  private readonly days = new Set<string>();

  private constructor(
    private readonly engine: Engine,
    private readonly tables: GivenTables,
    private readonly trino: TrinoSide,
  ) {}

  /** Writes the bronze tables of a seed, in the place of those of the seed before. */
  static async open(seed: number, dataDir: string, trino: TrinoSide): Promise<RandomLake> {
    rmSync(path.join(dataDir, 's3', BUCKET), { recursive: true, force: true });
    const tables = givenTables();
    const resolveLocation = (uri: string): string =>
      path.join(dataDir, 's3', uri.slice('s3://'.length));
    const lake = new RandomLake(await createEngine({ resolveLocation, tables }), tables, trino);
    const inputs: Row[] = [];
    for (const name of pinnedTables(contracts).keys()) {
      const dataset = name.replace('bronze.', '');
      const contract = contracts[dataset];
      const rows = contract === undefined ? [] : randomRows(contract, seed);
      for (const { business_date: day } of rows) {
        if (typeof day === 'string') lake.days.add(day);
      }
      for (const file of await lake.write(name, rows)) {
        inputs.push({ run: RUN, dataset, path: file });
      }
    }
    await lake.pin(inputs);
    return lake;
  }

  close(): void {
    this.engine.close();
  }

  private async write(name: string, rows: readonly Row[]): Promise<readonly string[]> {
    const { columns = [], partition = '' } = pinnedTables(contracts).get(name) ?? {};
    const [database = '', table = ''] = name.split('.');
    const given = `given.${database}_${table}`;
    const typed = columns.map((column) => ({ name: column.name, type: hiveType(column.type) }));
    await this.tables.give(this.engine, given, typed, rows);
    const list = columns.map((column) => column.name).join(', ');
    const properties = `format = 'PARQUET', external_location = 's3://${BUCKET}/${database}/${table}/'`;
    const { files } = await this.engine.query(
      `CREATE TABLE ${name} WITH (${properties}, partitioned_by = ARRAY['${partition}']) AS SELECT ${list} FROM ${given}`,
    );
    await this.publish(name, name);
    return files.map(({ uri }) => uri);
  }

  private async pin(inputs: readonly Row[]): Promise<void> {
    const columns = ['run', 'dataset', 'path'].map((name) => ({ name, type: 'string' }));
    await this.tables.give(this.engine, 'ops.run_inputs', columns, inputs);
    const rows = inputs.map((row) => `('${[row.run, row.dataset, row.path].join("', '")}')`);
    await this.trino.view(
      'ops.run_inputs',
      `SELECT * FROM (VALUES ${rows.join(', ')}) AS inputs (run, dataset, path)`,
    );
  }

  /** What was made becomes readable by a name, on both engines. */
  private async publish(made: string, name: string): Promise<void> {
    const [from = '', staged = ''] = made.split('.');
    const [database = '', table = ''] = name.split('.');
    const found = this.tables.table(from, staged);
    if (found === undefined) throw new Error(`${made} was never made`);
    const published = { ...found, database, name: table };
    await this.tables.create(published, this.tables.partitions(from, staged));
    await this.trino.read(published, this.tables);
  }

  /** Builds a model on the laptop and, when asked, compares its SELECT with Trino's. */
  async build(model: Model, compare: boolean): Promise<Built> {
    const build = this.contextOf(model);
    const staging = `staging.${build.stagingTable}`;
    const [failed, asked] = await Promise.all([
      this.engine.query(buildSql(model, build)).then(() => undefined, reasonOf),
      compare ? this.trino.answer(buildQuery(model, build)) : undefined,
    ]);
    if (failed !== undefined) {
      const found = typeof asked === 'object' ? [`the laptop failed: ${failed}`] : [];
      return { built: false, ...(compare && { select: { rows: 0, differences: found } }) };
    }
    const list = model.columns.map(({ name }) => name).join(', ');
    const mine = await this.engine.query(`SELECT ${list} FROM ${staging}`);
    await this.publish(staging, model.name);
    return { built: true, ...(asked !== undefined && { select: compared(mine, asked) }) };
  }

  /** Compares the audit of a model that was built with Trino's. Models that are built meanwhile do not change it. */
  async audit(model: Model): Promise<Compared> {
    const build = this.contextOf(model);
    await this.trino.view(`staging.${build.stagingTable}`, `SELECT * FROM ${model.name}`);
    const sql = auditSql(model, build);
    const [mine, theirs] = await Promise.all([this.engine.query(sql), this.trino.answer(sql)]);
    return compared(mine, theirs);
  }

  private contextOf(model: Model): BuildContext {
    const touched = [...this.days].flatMap((day) => touchedSlices(model, day));
    return {
      run: RUN,
      slices: [...new Set(touched)].sort().slice(-MAX_SLICES),
      asOf: AS_OF,
      stagingTable: `${model.layer}_${model.table}`,
      location: `s3://${BUCKET}/${model.layer}/${model.table}/`,
    };
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof AthenaFault)) throw error;
  const { cause } = error;
  return `${error.message} ${cause instanceof Error ? cause.message.slice(0, 300) : ''}`;
};

const compared = (mine: Answered, theirs: Answered | string): Compared => ({
  rows: mine.rows.length,
  differences: typeof theirs === 'string' ? [`trino failed: ${theirs}`] : compareRows(mine, theirs),
});
