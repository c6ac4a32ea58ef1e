import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { QUERY_RESULTS_PREFIX } from '../../lambdas/shared/names';
import type { CatalogStack } from '../catalog-stack';
import type { Deployment } from '../deployment';
import { PUBLISHED_OBJECTS, PUBLISHED_TABLES, READABLE_OBJECTS } from '../layers';
import type { StorageStack } from '../storage-stack';
import {
  allow,
  allowDefaultDatabase,
  allowKey,
  allowMissing,
  allowObjects,
  allowTables,
} from './allow';
import type { LakeFunction } from './lake-function';
import { LakeMachine } from './lake-machine';
import { buildTableDefinition } from './machines/build-table';
import { medallionDefinition } from './machines/medallion';
import type { PipelineSteps } from './pipeline-steps';
import type { SparkJobs } from './spark-jobs';

export interface MedallionMachineProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'pipelineWorkgroup'>;
  /** Where Spark builds tables. */
  readonly jobs?: SparkJobs;
  readonly steps: Pick<PipelineSteps, 'plan' | 'render' | 'judge' | 'publish' | 'report' | 'load'>;
}

/**
 * The two machines: `medallion` walks the levels of the dependency graph, `build-table` makes one batch of
 * one model. Both are constant: a new model changes the plan they walk, not them.
 */
export class MedallionMachine extends Construct {
  readonly medallion: LakeMachine;
  readonly buildTable: LakeMachine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MedallionMachineProps,
  ) {
    super(scope, id);
    const { deployment, steps, storage, jobs } = props;
    const key = storage.keys.data;

    this.buildTable = new LakeMachine(this, 'BuildTable', {
      deployment,
      name: 'build-table',
      definition: buildTableDefinition({
        renderBuild: steps.render.functionArn,
        judgeBuild: steps.judge.functionArn,
        publishSlices: steps.publish.functionArn,
        hasJobs: jobs !== undefined,
      }),
      key,
    });
    allowCalls(this.buildTable, [steps.render, steps.judge, steps.publish]);
    this.allowStatements();
    jobs?.allowRuns(this.buildTable.handRole);

    this.medallion = new LakeMachine(this, 'Medallion', {
      deployment,
      name: 'medallion',
      definition: medallionDefinition({
        planRun: steps.plan.functionArn,
        reportRun: steps.report.functionArn,
        buildTable: this.buildTable.machine.stateMachineArn,
        loadWarehouse: steps.load?.functionArn,
        longestSeconds: deployment.config.monitoring.runSlaMinutes * 60,
      }),
      key,
    });
    allowCalls(this.medallion, [steps.plan, steps.report, ...(steps.load ? [steps.load] : [])]);
    this.allowChildren();
  }

  /**
   * What Athena does for a statement it does with the machine's permissions: reads every layer, writes new
   * prefixes of silver and gold, and makes staging tables. Stopping a run stops its statement.
   */
  private allowStatements(): void {
    const { handRole } = this.buildTable;
    const { storage, catalog } = this.props;
    const { lake, results } = storage.buckets;
    const arn = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'athena', resource, resourceName });
    allow(
      handRole,
      ['athena:StartQueryExecution', 'athena:StopQueryExecution', 'athena:GetQueryExecution'],
      [arn('workgroup', catalog.pipelineWorkgroup)],
    );
    allow(handRole, ['athena:GetDataCatalog'], [arn('datacatalog', 'AwsDataCatalog')]);
    allow(
      handRole,
      ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
      [lake.bucketArn, results.bucketArn],
    );
    const queries = [`${QUERY_RESULTS_PREFIX}*`];
    const write = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
    allowMissing(handRole, lake, READABLE_OBJECTS);
    allowMissing(handRole, results, queries);
    allowObjects(handRole, lake, ['s3:GetObject'], READABLE_OBJECTS);
    allowObjects(handRole, lake, write, PUBLISHED_OBJECTS);
    allowObjects(handRole, results, ['s3:GetObject', ...write], queries);
    allowKey(handRole, storage.keys.data, 'both', ['s3']);
    allowTables(
      handRole,
      [
        'glue:GetDatabase',
        'glue:GetTable',
        'glue:GetTables',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
      ],
      { bronze: ['*'], ...PUBLISHED_TABLES, ops: ['*'], staging: ['*'] },
    );
    allowDefaultDatabase(handRole);
    allowTables(handRole, ['glue:CreateTable', 'glue:BatchCreatePartition'], { staging: ['*'] });
  }

  /** Waiting for a child takes a rule that Step Functions manages, and leave to look at and stop it. */
  private allowChildren(): void {
    const { handRole } = this.medallion;
    const { machine } = this.buildTable;
    const stack = Stack.of(this);
    allow(handRole, ['states:StartExecution'], [machine.stateMachineArn]);
    allow(
      handRole,
      ['states:DescribeExecution', 'states:StopExecution'],
      [
        stack.formatArn({
          service: 'states',
          resource: 'execution',
          resourceName: `${machine.stateMachineName}:*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    );
    allow(
      handRole,
      ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      [
        stack.formatArn({
          service: 'events',
          resource: 'rule',
          resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
        }),
      ],
    );
  }
}

function allowCalls({ handRole }: LakeMachine, functions: readonly LakeFunction[]): void {
  allow(
    handRole,
    ['lambda:InvokeFunction'],
    functions.map(({ functionArn }) => functionArn),
  );
}
