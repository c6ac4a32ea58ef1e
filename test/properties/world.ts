import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts } from '../../lambdas/shared/contracts';
import { bronzeTables } from '../../lambdas/shared/models/bronze-tables';
import { upstreamOf } from '../../lambdas/shared/models/graph';
import type { Model } from '../../lambdas/shared/models/model';
import { sliceOf, touchedSlices } from '../../lambdas/shared/models/slices';
import type { JsonRow } from '../ingest-file/support/look-alike';
import { failingChecks } from '../sql/case';
import { Lake } from '../sql/lake';
import { modelNamed } from '../sql/models';

type Bronze = Readonly<Record<string, readonly JsonRow[]>>;

const BRONZE = bronzeTables(contracts);
const TABLES = Object.keys(contracts);
/** One statement may write 100 partitions. */
const BATCH = 90;

/** A test lake that is given bronze rows as the file door wrote them, and builds whatever is asked of it. */
export class World {
  private days: readonly string[] = [];
  /** Names in the order in which they were built: what a model reads comes before it. */
  private built: string[] = [];
  private readonly asOf = '2026-01-31';

  private constructor(
    private readonly lake: Lake,
    private readonly folder: string,
  ) {}

  static async open(): Promise<World> {
    return new World(await Lake.open(), mkdtempSync(join(tmpdir(), 'sluice-world-')));
  }

  close(): void {
    this.lake.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Replaces all bronze; nothing is built any more. */
  async give(bronze: Bronze): Promise<void> {
    await this.replace(bronze);
    this.built = [];
  }

  /** Replaces all bronze, and builds again what reads a changed day, as a run would. */
  async arrive(bronze: Bronze, changed: readonly string[]): Promise<void> {
    await this.replace(bronze);
    for (const model of this.built.map(modelNamed)) {
      const known = new Set(this.slices(model));
      const touched = new Set(changed.flatMap((day) => touchedSlices(model, day)));
      await this.buildSlices(model, [...touched].filter((slice) => known.has(slice)).sort());
    }
  }

  private async replace(bronze: Bronze): Promise<void> {
    for (const table of TABLES) {
      await this.lake.giveBronze(table, []);
      await this.insert(table, bronze[table] ?? []);
    }
    // All rows of a table lie in one object.
    await this.lake.pin(Object.fromEntries(TABLES.map((table) => [table, 1])));
    const partitions = TABLES.filter((table) => contracts[table]?.partition === 'business_date');
    const days = partitions.flatMap((table) =>
      (bronze[table] ?? []).map((row) => String(row['_partition'])),
    );
    this.days = [...new Set(days)].sort();
  }

  private async insert(table: string, rows: readonly JsonRow[]): Promise<void> {
    if (rows.length === 0) return;
    const partition = contracts[table]?.partition ?? 'arrival_date';
    const path = join(this.folder, `${table}.ndjson`);
    const full = rows.map((row) => ({ ...row, [partition]: row['_partition'] }));
    writeFileSync(path, full.map((row) => JSON.stringify(row)).join('\n'));
    const columns = BRONZE.get(table)?.columns ?? [];
    const shape = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ');
    const object = `s3://given/bronze.${table}/0`;
    await this.lake.engine.raw(
      `INSERT INTO main."bronze.${table}" BY NAME SELECT *, '${object}' AS "$path"
       FROM read_json('${path}', format = 'newline_delimited', columns = {${shape}})`,
    );
  }

  private slices(model: Model): readonly string[] {
    const { by } = model.slice;
    if (by === 'none') return ['all'];
    return [...new Set(this.days.map((day) => sliceOf(by, day)))].sort();
  }

  /** Builds a model and what it reads, unless that is done; every error check must pass. */
  async build(name: string): Promise<void> {
    if (this.built.includes(name)) return;
    const model = modelNamed(name);
    for (const upstream of upstreamOf(model)) await this.build(upstream);
    await this.lake.forget(model);
    await this.buildSlices(model, this.slices(model));
    this.built.push(name);
  }

  /** Builds slices of a model anew, whatever was built before. */
  async buildSlices(model: Model, slices: readonly string[]): Promise<void> {
    for (let at = 0; at < slices.length; at += BATCH) {
      const built = await this.lake.build(model, slices.slice(at, at + BATCH), this.asOf);
      const failing = failingChecks(model, await this.lake.audit(model, built));
      if (Object.keys(failing).length > 0) {
        throw new Error(`${model.name}: ${JSON.stringify(failing)}`);
      }
      await this.lake.publish(model, built);
    }
  }

  ask(sql: string): Promise<readonly Readonly<Record<string, string | null>>[]> {
    return this.lake.rows(sql);
  }

  /** All rows of a model as lines, sorted. */
  async lines(name: string): Promise<readonly string[]> {
    await this.build(name);
    const columns = modelNamed(name).columns.map((column) => column.name);
    const rows = await this.ask(`SELECT ${columns.join(', ')} FROM ${name}`);
    return rows.map((row) => JSON.stringify(row)).sort();
  }
}
