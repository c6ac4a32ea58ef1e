import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { OPS_TABLE_NAMES } from '../../lambdas/shared/models/ops-tables';
import { QUERY_RESULTS_PREFIX, machineName, type MachineName } from '../../lambdas/shared/names';
import { PUBLISHED_OBJECTS, PUBLISHED_TABLES } from '../layers';
import { allow, allowItems, allowKey, allowList, allowObjects, allowTables } from './allow';
import type { LakeFunction } from './lake-function';
import { loadStep } from './load-step';
import { pipelineStep, type PipelineStepProps } from './pipeline-step';

const LEDGER_READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const LEDGER_WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Compare-and-set of published tables, and their partitions. */
const PUBLISH = [
  'glue:GetTable',
  'glue:CreateTable',
  'glue:UpdateTable',
  'glue:GetPartitions',
  'glue:BatchCreatePartition',
  'glue:BatchUpdatePartition',
  'glue:BatchDeletePartition',
];

/** Objects of `ops` tables, and their partitions. */
function allowExport(
  role: iam.Role,
  { keys, buckets }: PipelineStepProps['storage'],
  tables: readonly string[],
): void {
  allowKey(role, keys.data, 'write', ['s3']);
  allowObjects(
    role,
    buckets.lake,
    ['s3:PutObject'],
    tables.map((table) => `ops/${table}/*`),
  );
  allowTables(role, ['glue:GetTable', 'glue:BatchCreatePartition'], { ops: [...tables] });
}

/** The Lambdas that the two machines call, each with what its step needs. */
export class PipelineSteps extends Construct {
  readonly plan: LakeFunction;
  readonly render: LakeFunction;
  readonly judge: LakeFunction;
  readonly publish: LakeFunction;
  readonly report: LakeFunction;
  /** Where there is a warehouse. */
  readonly load?: LakeFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineStepProps,
  ) {
    super(scope, id);
    this.plan = this.planStep();
    this.render = this.renderStep();
    this.judge = this.judgeStep();
    this.publish = this.publishStep();
    this.report = this.reportStep();
    this.load = loadStep(this, this.props);
  }

  /** Lists bronze, pins objects, holds the lease, and repairs what a killed run left half published. */
  private planStep(): LakeFunction {
    const step = pipelineStep(this, 'Plan', this.props, {
      entry: 'plan-run',
      timeout: Duration.minutes(15),
      memoryMb: 2048,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE', 'PIPELINE_SETTINGS'],
    });
    const { lake } = this.props.storage.buckets;
    allowList(step.handRole, lake, [
      'bronze/*',
      ...OPS_TABLE_NAMES.map((table) => `ops/${table}/*`),
    ]);
    allowExport(step.handRole, this.props.storage, ['run_inputs', ...OPS_TABLE_NAMES]);
    allowTables(step.handRole, PUBLISH, PUBLISHED_TABLES);
    allowItems(
      step.handRole,
      this.props.catalog.ledger,
      [...LEDGER_READ, ...LEDGER_WRITE],
      ['lease', 'day#*', 'slice#*', 'model#*', 'file#*', 'run'],
    );
    allow(step.handRole, ['states:DescribeExecution'], [this.executions('medallion')]);
    return step;
  }

  private renderStep(): LakeFunction {
    return pipelineStep(this, 'Render', this.props, {
      entry: 'render-build',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET'],
      plans: 'read',
    });
  }

  /** Reads what the audit answered and whether the listing equals the query's manifest. */
  private judgeStep(): LakeFunction {
    const step = pipelineStep(this, 'Judge', this.props, {
      entry: 'judge-build',
      timeout: Duration.minutes(5),
      memoryMb: 1024,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE'],
    });
    const { lake, results } = this.props.storage.buckets;
    allow(
      step.handRole,
      ['athena:GetQueryExecution', 'athena:GetQueryResults'],
      [this.workgroupArn()],
    );
    allowObjects(step.handRole, results, ['s3:GetObject'], [`${QUERY_RESULTS_PREFIX}*`]);
    allowList(step.handRole, lake, PUBLISHED_OBJECTS);
    allowTables(step.handRole, ['glue:DeleteTable'], { staging: ['*'] });
    allowItems(step.handRole, this.props.catalog.ledger, ['dynamodb:BatchGetItem'], ['slice#*']);
    allowItems(step.handRole, this.props.catalog.ledger, ['dynamodb:PutItem'], ['leftover']);
    return step;
  }

  /** Makes and moves published tables. */
  private publishStep(): LakeFunction {
    const step = pipelineStep(this, 'Publish', this.props, {
      entry: 'publish-slices',
      timeout: Duration.minutes(10),
      memoryMb: 1024,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE'],
    });
    allowTables(step.handRole, PUBLISH, PUBLISHED_TABLES);
    allowTables(step.handRole, ['glue:DeleteTable'], { staging: ['*'] });
    allowItems(
      step.handRole,
      this.props.catalog.ledger,
      [...LEDGER_READ, ...LEDGER_WRITE],
      ['slice#*', 'model#*', 'leftover'],
    );
    allowItems(step.handRole, this.props.catalog.ledger, ['dynamodb:GetItem'], ['lease']);
    return step;
  }

  private reportStep(): LakeFunction {
    const step = pipelineStep(this, 'Report', this.props, {
      entry: 'report-run',
      timeout: Duration.minutes(5),
      memoryMb: 512,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE', 'PIPELINE_SETTINGS'],
      plans: 'read',
    });
    allowExport(step.handRole, this.props.storage, OPS_TABLE_NAMES);
    allowItems(
      step.handRole,
      this.props.catalog.ledger,
      ['dynamodb:BatchGetItem', 'dynamodb:Query', ...LEDGER_WRITE],
      ['lease', 'slice#*', 'model#*', 'day#*', 'run'],
    );
    return step;
  }

  /** Executions of a machine that is made later and calls these functions: known by name only. */
  private executions(machine: MachineName): string {
    const { deployment } = this.props;
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${machineName(deployment.config.env, machine)}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private workgroupArn(): string {
    return Stack.of(this).formatArn({
      service: 'athena',
      resource: 'workgroup',
      resourceName: this.props.catalog.pipelineWorkgroup,
    });
  }
}
