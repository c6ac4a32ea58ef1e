import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { loadFile } from '../../cli/load-file';
import type { LoadAnswer } from '../../cli/claimed';
import { followRun, startRun } from '../../cli/medallion';
import type { Ended, RunInput } from '../../cli/medallion';
import { putRecords } from '../../cli/put-records';
import { statement } from '../../cli/statement';
import type { Value } from '../../cli/statement';
import { assemblyFor } from '../../cli/synth';
import { clientsFor } from '../../cli/clients';
import type { Lake } from '../../cli/target';
import { withUpstream } from '../../lambdas/shared/models/graph';
import type { CompiledModels } from '../../lambdas/shared/models/model';
import type { Outcome } from '../../lambdas/shared/plans/plan';
import { streamName } from '../../lambdas/shared/names';
import { loadResources } from '../../local/assembly/load';
import { readAssembly } from '../../local/assembly/read';
import { start } from '../../local/runtime';
import type { Runtime } from '../../local/runtime';
import { object, optionalText, text, type JsonObject } from '../../local/server/json';
import { ownJson } from '../../lambdas/shared/own-json';

export type Row = Readonly<Record<string, Value>>;
export interface RunAnswer extends Ended {
  readonly outcomes: readonly Outcome[];
}

/** A laptop lake in a folder of its own: the deployed artefacts, started and stopped at will. */
export class Laptop {
  private runtime: Runtime | undefined;
  private lake: Lake | undefined;
  private files = 0;

  private constructor(
    readonly folder: string,
    readonly assemblyDir: string,
  ) {}

  /** @param assembly one that is synthesized already; the test may change its own copy */
  static async make(assembly?: string): Promise<Laptop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'sluice-e2e-'));
    const synthesized = assembly ?? (await assemblyFor(homeAt(undefined))).dir;
    const assemblyDir = path.join(folder, 'assembly');
    cpSync(synthesized, assemblyDir, { recursive: true });
    return new Laptop(folder, assemblyDir);
  }

  /** The one that `make` made in this folder, for another process. */
  static at(folder: string): Laptop {
    return new Laptop(folder, path.join(folder, 'assembly'));
  }

  get dataDir(): string {
    return path.join(this.folder, 'data');
  }

  async up(): Promise<void> {
    const runtime = await start({ assemblyDir: this.assemblyDir, dataDir: this.dataDir, port: 0 });
    this.runtime = runtime;
    const region = 'us-east-1';
    this.lake = {
      laptop: true,
      place: { env: 'dev', account: '000000000000', region },
      clients: clientsFor({ endpoint: runtime.endpoint, region }),
      endpoint: runtime.endpoint,
      inProcess: true,
      close: async () => runtime.stop(),
    };
  }

  async down(): Promise<void> {
    await this.runtime?.stop();
    this.runtime = undefined;
    this.lake = undefined;
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get served(): Lake {
    if (this.lake === undefined) throw new Error('the laptop is not up');
    return this.lake;
  }

  /** Calls every function that has a schedule, with what the schedule gives it. */
  async runSchedules(): Promise<void> {
    const { stacks } = readAssembly(this.assemblyDir);
    const resources = loadResources(stacks, { account: '000000000000', region: 'us-east-1' });
    for (const { properties } of resources.ofType('AWS::Scheduler::Schedule')) {
      const target = object(properties, 'Target');
      const arn = text(target, 'Arn');
      const input = optionalText(target, 'Input') ?? '{}';
      if (!arn.includes(':lambda:')) continue;
      const answer = await this.runtime?.invoke(arn, ownJson<JsonObject>(input, 'Input'));
      if (answer?.functionError !== undefined) throw new Error(JSON.stringify(answer.payload));
    }
  }

  /** Waits until everything that was put before is delivered. */
  async caughtUp(): Promise<void> {
    await this.runtime?.flush();
  }

  /** Calls a function by its name, e.g. `sluice-dev-check-health`, and answers what it answers. */
  async invoke(name: string, payload: JsonObject): Promise<unknown> {
    const answer = await this.runtime?.invoke(name, payload);
    if (answer?.functionError !== undefined) throw new Error(JSON.stringify(answer.payload));
    return answer?.payload;
  }

  /** The same lake, with the permissions of a role. */
  as(role: string): Lake {
    const { endpoint, place } = this.served;
    return { ...this.served, clients: clientsFor({ endpoint, region: place.region, role }) };
  }

  /** Lines as one file through the file door. */
  async load(dataset: string, lines: readonly string[]): Promise<LoadAnswer> {
    const file = path.join(this.folder, `${dataset}-${(this.files += 1)}.ndjson`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return loadFile(this.served, { file, source: 'direct', dataset });
  }

  /** Records through a stream. */
  async send(
    records: readonly (string | Uint8Array)[],
    stream: 'transactions' | 'inventory' | 'customer_updates' = 'transactions',
  ): Promise<void> {
    const bytes = records.map((record) =>
      typeof record === 'string' ? Buffer.from(record) : record,
    );
    const kinesis = await this.served.clients.kinesis();
    await putRecords(kinesis, bytes, { streamName: streamName('dev', stream) });
  }

  async run(input: RunInput = {}): Promise<RunAnswer> {
    const outcomes: Outcome[] = [];
    const ended = await followRun(this.served, await startRun(this.served, input), {
      planned: () => undefined,
      built: (outcome) => outcomes.push(outcome),
    });
    return { ...ended, outcomes };
  }

  async query(sql: string): Promise<readonly Row[]> {
    const { columns, rows } = await statement(this.served, sql, 100_000);
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])),
    );
  }

  /** Builds these tables and what they read, as `--context tables=` would deploy it. */
  buildOnly(tables: readonly string[]): void {
    this.changeModels((text) => {
      const compiled = ownJson<CompiledModels>(text, 'models.json');
      const wanted = withUpstream(compiled.models, tables);
      const models = compiled.models.filter(({ name }) => wanted.has(name));
      return JSON.stringify({ ...compiled, models });
    });
  }

  /** Changes the compiled models as a deployment of other SQL files would. */
  changeModels(change: (text: string) => string): void {
    for (const folder of readdirSync(this.assemblyDir)) {
      const file = path.join(this.assemblyDir, folder, 'models.json');
      const before = readIfThere(file);
      if (before !== undefined) writeFileSync(file, change(before));
    }
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && /ENOENT|ENOTDIR/.test(String(error.code))) {
      return undefined;
    }
    throw error;
  }
}
