import { planLevel } from '../../../lambdas/plan-run/level';
import { parsePlanEvent } from '../../../lambdas/plan-run/event';
import type { PlanPorts } from '../../../lambdas/plan-run/ports';
import { startRun } from '../../../lambdas/plan-run/start';
import { judgeStep } from '../../../lambdas/judge-build/judge-step';
import { publishBuild } from '../../../lambdas/publish-slices/publish';
import { parseReportEvent } from '../../../lambdas/report-run/event';
import { reportRun } from '../../../lambdas/report-run/report';
import { repairTable, showTable } from '../../../lambdas/shared/catalog/follow';
import { dropStagingTable } from '../../../lambdas/shared/catalog/tables';
import type { Ledger } from '../../../lambdas/shared/ledger/ledger';
import type { CompiledModels } from '../../../lambdas/shared/models/model';
import { parseBuildEvent } from '../../../lambdas/shared/plans/build-event';
import { runFiles } from '../../../lambdas/shared/plans/store';
import type { PipelineSettings } from '../../../lambdas/shared/settings';
import { configFor } from '../../../lib/config';
import { FakeAthena, type TestModel } from './engine';
import { FakeGlue } from './glue';
import { linesOf, MemoryObjects, type Row } from './objects';
import { LAKE_MODELS } from './models';

export const SETTINGS: PipelineSettings = {
  dailyModels: 'every-run',
  movedKeys: 'run',
  spark: 'sql',
  autoRebuildDollars: Number.MAX_SAFE_INTEGER,
  slicesPerBatch: 2,
  parallelBuilds: 2,
  dollarsPerTerabyte: 5,
  retentionDays: 400,
  domains: ['banking', 'retail', 'shared'],
  tables: 'all',
  constants: configFor('dev').pipeline.constants,
};

/** The pipeline's own code over a lake in memory and a real ledger. */
export class TestLake {
  readonly lake = new MemoryObjects('lake');
  readonly results = new MemoryObjects('results');
  readonly glue = new FakeGlue();
  readonly athena = new FakeAthena(this.lake, this.results, this.glue);
  models: readonly TestModel[] = LAKE_MODELS;
  settings: PipelineSettings = SETTINGS;
  alive = new Set<string>();
  /** Moves on with every look. */
  clock = Date.parse('2026-02-01T03:00:00.000Z');
  private objects = 0;

  constructor(readonly ledger: Ledger) {}

  /** A new object of bronze, noted as `note-object` notes it. */
  async arrive(dataset: string, day: string, rows: readonly Row[]): Promise<string> {
    const column = dataset === 'transactions' ? 'business_date' : 'arrival_date';
    const stamped = rows.map((row) => ({ [column]: day, ...row }));
    const key = `bronze/${dataset}/${column}=${day}/${(this.objects += 1)}.parquet`;
    await this.lake.write(key, linesOf(stamped));
    await this.ledger.days.raise(dataset, day);
    return key;
  }

  now = (): string => new Date((this.clock += 1000)).toISOString();

  table(name: string): readonly Row[] {
    const [layer = '', table = ''] = name.split('.');
    return this.athena.published(layer, table);
  }

  /** The content of every published table, for comparison. */
  content(): Record<string, readonly string[]> {
    return Object.fromEntries(
      this.models.map(({ name }) => [
        name,
        this.table(name)
          .map((r) => JSON.stringify(r))
          .sort(),
      ]),
    );
  }

  private get compiled(): CompiledModels {
    return { digest: 'test', models: this.models };
  }

  private get deployed() {
    return {
      compiled: this.compiled,
      settings: this.settings,
      contracts: {
        transactions: { partition: 'business_date' },
        products: { partition: 'arrival_date' },
      },
    };
  }

  private get catalog() {
    return { glue: this.glue.client, slices: this.ledger.slices, bucket: this.lake.bucket };
  }

  get planPorts(): PlanPorts {
    return {
      ...this.deployed,
      ledger: this.ledger,
      lake: this.lake,
      results: this.results,
      glue: this.glue.client,
      isAlive: async (execution) => this.alive.has(execution),
      now: this.now,
      repair: (model) => repairTable(this.catalog, model),
      show: (model) => showTable(this.catalog, model),
    };
  }

  modelNamed(name: string): TestModel {
    const model = this.models.find((one) => one.name === name);
    if (model === undefined) throw new Error(`no model ${name}`);
    return model;
  }

  private readonly dropStaging = async (table: string): Promise<void> =>
    dropStagingTable(await this.glue.client(), table);

  /** What the functions of the machines answer. */
  readonly functions: Readonly<Record<string, (event: unknown) => Promise<unknown>>> = {
    'plan-run': async (event) => {
      const asked = parsePlanEvent(event);
      return asked.op === 'level'
        ? planLevel(this.planPorts, asked)
        : startRun(this.planPorts, asked);
    },
    'render-build': async (event) => {
      const { run, build, attempt } = parseBuildEvent(event);
      const statement = (stage: string) => ({
        sql: JSON.stringify({ stage, run, build, attempt }),
        token: `${stage}-${run}-${build}-${attempt}-token-token-token-token`,
        workgroup: 'sluice-pipeline',
        database: 'staging',
      });
      return { ctas: statement('ctas'), audit: statement('audit') };
    },
    'judge-build': async (event) =>
      judgeStep({
        athena: this.athena.client,
        lake: this.lake,
        results: this.results,
        slices: this.ledger.slices,
        leftovers: this.ledger.leftovers,
        now: this.now,
        compiled: this.compiled,
        random: () => 0,
        dropStaging: this.dropStaging,
      })(event),
    'publish-slices': async (event) => {
      const { run, build } = parseBuildEvent(event);
      const files = runFiles(this.results, run);
      const plan = await files.build(build);
      const ports = {
        ledger: this.ledger,
        catalog: this.catalog,
        now: this.now,
        dropStaging: this.dropStaging,
      };
      const verdict = await files.verdict(build);
      const outcome = await publishBuild(ports, this.modelNamed(plan.model), plan, verdict);
      await files.writeOutcome(outcome);
      return { build, model: outcome.model, status: outcome.status, rows: outcome.rows };
    },
    'report-run': async (event) =>
      reportRun(
        {
          ...this.deployed,
          ledger: this.ledger,
          lake: this.lake,
          glue: this.glue.client,
          results: this.results,
          now: this.now,
        },
        parseReportEvent(event),
      ),
  };

  /** Runs one statement of `render-build`; answers the id of its query. */
  async query(sql: string): Promise<string> {
    const asked: unknown = JSON.parse(sql);
    const { run, build, attempt } = parseBuildEvent(asked);
    const plan = await runFiles(this.results, run).build(build);
    const model = this.modelNamed(plan.model);
    return sql.includes('"stage":"ctas"')
      ? this.athena.ctas(model, plan, attempt)
      : this.athena.audit(model, plan, attempt);
  }
}
