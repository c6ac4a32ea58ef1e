import { NestedStack, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CatalogStack } from './catalog-stack';
import { allow, allowKey, serviceOfThisAccount } from './constructs/allow';
import { LakeQueue } from './constructs/lake-queue';
import { MedallionMachine } from './constructs/medallion-machine';
import { PipelineSteps } from './constructs/pipeline-steps';
import { Reaper } from './constructs/reaper';
import { RunNews } from './constructs/run-news';
import type { Deployment } from './deployment';
import type { IngestionStack } from './ingestion-stack';
import type { StorageStack } from './storage-stack';

export interface PipelineStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'pipelineWorkgroup'>;
  readonly topics: IngestionStack['topics'];
}

/** From bronze to published tables: the step functions, the two machines, the schedule. */
export class PipelineStack extends NestedStack {
  readonly medallion: sfn.StateMachine;
  readonly buildTable: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id);
    const { deployment, storage, catalog, topics } = props;
    const key = storage.keys.data;
    const steps = new PipelineSteps(this, 'Steps', { deployment, storage, catalog });
    const machines = new MedallionMachine(this, 'Machines', {
      deployment,
      storage,
      catalog,
      steps,
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
    const role = new iam.Role(this, 'ScheduleRole', {
      description: 'starts the scheduled run',
      assumedBy: serviceOfThisAccount(
        Stack.of(this),
        'scheduler.amazonaws.com',
        // Scheduler names the group it acts for, never the schedule.
        Stack.of(this).formatArn({
          service: 'scheduler',
          resource: 'schedule-group',
          resourceName: 'default',
        }),
      ),
    });
    allow(role, ['states:StartExecution'], [this.medallion.stateMachineArn]);
    allow(role, ['sqs:SendMessage'], [undelivered.queueArn]);
    allowKey(role, storage.keys.data, 'both', ['sqs']);
    const { everyMinutes, enabled } = deployment.config.schedule;
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'builds what has changed',
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
      flexibleTimeWindow: { mode: 'OFF' },
      state: enabled ? 'ENABLED' : 'DISABLED',
      target: {
        arn: this.medallion.stateMachineArn,
        roleArn: role.roleArn,
        input: JSON.stringify({}),
        // The next run comes soon and does the same work: a missed one is not made up for.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: everyMinutes * 60 },
        deadLetterConfig: { arn: undelivered.queueArn },
      },
    });
  }
}
