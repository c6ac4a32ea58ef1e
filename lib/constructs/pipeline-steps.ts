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

  /** Lists bronze, pins objects, holds the lease. */
  private planStep(): LakeFunction {
    const step = this.step('Plan', 'plan-run', Duration.minutes(15), 2048);
    const { lake } = this.props.storage.buckets;
    allowList(step.handRole, lake, ['bronze/*']);
    allowObjects(step.handRole, lake, ['s3:PutObject'], ['ops/run_inputs/*']);
    allowTables(step.handRole, ['glue:GetTable', 'glue:BatchCreatePartition'], {
      ops: ['run_inputs'],
    });
    this.allowLedger(
      step,
      [...LEDGER_READ, ...LEDGER_WRITE],
      ['lease', 'day#*', 'slice#*', 'model#*', 'file#*', 'run'],
    );
    allow(step.handRole, ['states:DescribeExecution'], [this.executions('medallion')]);
    return step;
  }

  private renderStep(): LakeFunction {
    const step = this.step('Render', 'render-build', Duration.minutes(1), 512);
    this.allowLedger(step, LEDGER_READ, ['lease', 'slice#*']);
    return step;
  }

  /** Reads what the audit answered and whether the listing equals the query's manifest. */
  private judgeStep(): LakeFunction {
    const step = this.step('Judge', 'judge-build', Duration.minutes(5), 1024);
    const { lake, results } = this.props.storage.buckets;
    allow(
      step.handRole,
      ['athena:GetQueryExecution', 'athena:GetQueryResults'],
      [this.workgroupArn()],
    );
    allowObjects(step.handRole, results, ['s3:GetObject'], [`${QUERY_RESULTS_PREFIX}*`]);
    allowList(step.handRole, lake, PUBLISHED);
    allowTables(step.handRole, ['glue:GetTable', 'glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'slice#*']);
    return step;
  }

  /** Makes and moves published tables: the only function that writes to silver and gold in the catalog. */
  private publishStep(): LakeFunction {
    const step = this.step('Publish', 'publish-slices', Duration.minutes(10), 1024);
    allowList(step.handRole, this.props.storage.buckets.lake, PUBLISHED);
    allowTables(
      step.handRole,
      [
        'glue:GetTable',
        'glue:CreateTable',
        'glue:UpdateTable',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
        'glue:BatchCreatePartition',
        'glue:BatchUpdatePartition',
        'glue:BatchDeletePartition',
      ],
      { silver: ['*'], gold: ['*'] },
    );
    allowTables(step.handRole, ['glue:GetTable', 'glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'slice#*']);
    return step;
  }

  private reportStep(): LakeFunction {
    const step = this.step('Report', 'report-run', Duration.minutes(5), 512);
    allowTables(step.handRole, ['glue:GetTables', 'glue:DeleteTable'], { staging: ['*'] });
    this.allowLedger(step, [...LEDGER_READ, ...LEDGER_WRITE], ['lease', 'day#*', 'model#*', 'run']);
    return step;
  }

  private step(id: string, entry: LambdaName, timeout: Duration, memoryMb: number): LakeFunction {
    const { deployment, storage, catalog } = this.props;
    const { keys, buckets } = storage;
    const environment: Partial<Record<EnvName, string>> = {
      LAKE_BUCKET: buckets.lake.bucketName,
      RESULTS_BUCKET: buckets.results.bucketName,
      LEDGER_TABLE: catalog.ledger.tableName,
      PIPELINE_SETTINGS: JSON.stringify(deployment.config.pipeline),
    };
    const step = new LakeFunction(this, id, {
      deployment,
      entry,
      timeout,
      memoryMb,
      environment,
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
