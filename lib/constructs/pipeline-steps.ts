import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  PLANS_PREFIX,
  QUERY_RESULTS_PREFIX,
  machineName,
  type MachineName,
} from '../../lambdas/shared/names';
import type { EnvName } from '../../lambdas/shared/env';
import type { LambdaName } from '../build/lambdas';
import type { CatalogStack } from '../catalog-stack';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import { allow, allowItems, allowKey, allowList, allowObjects, allowTables } from './allow';
import { LakeFunction } from './lake-function';

export interface PipelineStepsProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'pipelineWorkgroup'>;
}

const LEDGER_READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const LEDGER_WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
const PLANS = [`${PLANS_PREFIX}*`];
const PUBLISHED = ['silver/*', 'gold/*'];

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
const LAYERS = { silver: ['*'], gold: ['*'] };

interface StepSettings {
  readonly entry: LambdaName;
  readonly timeout: Duration;
  readonly memoryMb: number;
  /** Variables of all that steps may read. */
  readonly reads: readonly EnvName[];
}

/** The Lambdas that the two machines call, each with what its step needs. */
export class PipelineSteps extends Construct {
  readonly plan: LakeFunction;
  readonly render: LakeFunction;
  readonly judge: LakeFunction;
  readonly publish: LakeFunction;
  readonly report: LakeFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineStepsProps,
  ) {
    super(scope, id);
    this.plan = this.planStep();
    this.render = this.renderStep();
    this.judge = this.judgeStep();
    this.publish = this.publishStep();
    this.report = this.reportStep();
  }

  /** Lists bronze, pins objects, holds the lease, and repairs what a killed run left half published. */
  private planStep(): LakeFunction {
    const step = this.step('Plan', {
      entry: 'plan-run',
      timeout: Duration.minutes(15),
      memoryMb: 2048,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE', 'PIPELINE_SETTINGS'],
    });
    const { lake } = this.props.storage.buckets;
    allowList(step.handRole, lake, ['bronze/*']);
    allowObjects(step.handRole, lake, ['s3:PutObject'], ['ops/run_inputs/*']);
    allowTables(step.handRole, ['glue:GetTable', 'glue:BatchCreatePartition'], {
      ops: ['run_inputs'],
    });
    allowTables(step.handRole, PUBLISH, LAYERS);
    this.allowLedger(
      step,
      [...LEDGER_READ, ...LEDGER_WRITE],
      ['lease', 'day#*', 'slice#*', 'model#*', 'file#*', 'run'],
    );
    allow(step.handRole, ['states:DescribeExecution'], [this.executions('medallion')]);
    return step;
  }

  private renderStep(): LakeFunction {
    return this.step('Render', {
      entry: 'render-build',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET'],
    });
  }

  /** Reads what the audit answered and whether the listing equals the query's manifest. */
  private judgeStep(): LakeFunction {
    const step = this.step('Judge', {
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
    allowList(step.handRole, lake, PUBLISHED);
    allowTables(step.handRole, ['glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'slice#*']);
    return step;
  }

  /** Makes and moves published tables. */
  private publishStep(): LakeFunction {
    const step = this.step('Publish', {
      entry: 'publish-slices',
      timeout: Duration.minutes(10),
      memoryMb: 1024,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE'],
    });
    allowList(step.handRole, this.props.storage.buckets.lake, PUBLISHED);
    allowTables(step.handRole, PUBLISH, LAYERS);
    allowTables(step.handRole, ['glue:GetTable', 'glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'slice#*']);
    return step;
  }

  private reportStep(): LakeFunction {
    const step = this.step('Report', {
      entry: 'report-run',
      timeout: Duration.minutes(5),
      memoryMb: 512,
      reads: ['LAKE_BUCKET', 'RESULTS_BUCKET', 'LEDGER_TABLE'],
    });
    allowTables(step.handRole, ['glue:GetTables', 'glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'day#*', 'model#*', 'run']);
    return step;
  }

  private step(id: string, { reads, ...settings }: StepSettings): LakeFunction {
    const { deployment, storage, catalog } = this.props;
    const { keys, buckets } = storage;
    const variables: Partial<Record<EnvName, string>> = {
      LAKE_BUCKET: buckets.lake.bucketName,
      RESULTS_BUCKET: buckets.results.bucketName,
      LEDGER_TABLE: catalog.ledger.tableName,
      PIPELINE_SETTINGS: JSON.stringify(deployment.config.pipeline),
    };
    const step = new LakeFunction(this, id, {
      ...settings,
      deployment,
      environment: Object.fromEntries(reads.map((name) => [name, variables[name] ?? ''])),
      key: keys.data,
    });
    allowObjects(step.handRole, buckets.results, ['s3:GetObject', 's3:PutObject'], PLANS);
    allowList(step.handRole, buckets.results, PLANS);
    allowKey(step.handRole, keys.data, 'both', ['s3', 'dynamodb']);
    return step;
  }

  private allowLedger(step: LakeFunction, actions: readonly string[], keys: readonly string[]) {
    allowItems(step.handRole, this.props.catalog.ledger, actions, keys);
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
