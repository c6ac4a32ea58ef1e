import { NestedStack } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CatalogStack } from './catalog-stack';
import { allow } from './constructs/allow';
import { LakeQueue } from './constructs/lake-queue';
import { MedallionMachine } from './constructs/medallion-machine';
import { everyMinutes, onSchedule, schedulerRole } from './constructs/on-schedule';
import { PipelineSteps } from './constructs/pipeline-steps';
import { Reaper } from './constructs/reaper';
import { RunNews } from './constructs/run-news';
import { SparkJobs } from './constructs/spark-jobs';
import type { Warehouse } from './constructs/warehouse';
import type { Deployment } from './deployment';
import type { IngestionStack } from './ingestion-stack';
import type { StorageStack } from './storage-stack';

export interface PipelineStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'pipelineWorkgroup'>;
  readonly topics: IngestionStack['topics'];
  /** Where there is one: what is published is copied into it. */
  readonly warehouse?: Warehouse;
}

/** From bronze to published tables: the step functions, the two machines, the schedule. */
export class PipelineStack extends NestedStack {
  readonly medallion: sfn.StateMachine;
  readonly buildTable: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id);
    const { deployment, storage, catalog, topics, warehouse } = props;
    const key = storage.keys.data;
    const steps = new PipelineSteps(this, 'Steps', { deployment, storage, catalog, warehouse });
    const jobs =
      deployment.config.pipeline.spark === 'glue'
        ? new SparkJobs(this, 'Spark', { deployment, storage })
        : undefined;
    const machines = new MedallionMachine(this, 'Machines', {
      deployment,
      storage,
      catalog,
      steps,
      jobs,
    });
    this.medallion = machines.medallion.machine;
    this.buildTable = machines.buildTable.machine;
    const undelivered = new LakeQueue(this, 'Undelivered', {
      deployment,
      key,
      about: 'undelivered-runs',
      tells: 'tables-stale',
      impact: 'A scheduled run was not started, or the end of one not told: tables may be stale.',
    });
    this.schedule(props, undelivered);
    new Reaper(this, 'Reaper', { deployment, storage, catalog, undelivered });
    new RunNews(this, 'News', { deployment, topics, key, undelivered });
  }

  private schedule({ deployment, storage }: PipelineStackProps, undelivered: sqs.IQueue): void {
    const role = schedulerRole(this, 'ScheduleRole', 'starts the scheduled run', {
      queue: undelivered,
      key: storage.keys.data,
    });
    allow(role, ['states:StartExecution'], [this.medallion.stateMachineArn]);
    const { everyMinutes: minutes, enabled } = deployment.config.schedule;
    onSchedule(this, {
      description: 'builds what has changed',
      role,
      undelivered,
      expression: everyMinutes(minutes),
      enabled,
      target: this.medallion.stateMachineArn,
      input: {},
      // The next run comes soon and does the same work: a missed one is not made up for.
      retries: 3,
      patienceSeconds: minutes * 60,
    });
  }
}
