import { NestedStack, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CatalogStack } from './catalog-stack';
import { allow, serviceOfThisAccount } from './constructs/allow';
import { MedallionMachine } from './constructs/medallion-machine';
import { PipelineSteps } from './constructs/pipeline-steps';
import type { Deployment } from './deployment';
import type { StorageStack } from './storage-stack';

export interface PipelineStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'pipelineWorkgroup'>;
}

/** From bronze to published tables: the step functions, the two machines, the schedule. */
export class PipelineStack extends NestedStack {
  constructor(scope: Construct, id: string, { deployment, storage, catalog }: PipelineStackProps) {
    super(scope, id);
    const steps = new PipelineSteps(this, 'Steps', { deployment, storage, catalog });
    const { medallion } = new MedallionMachine(this, 'Machines', {
      deployment,
      storage,
      catalog,
      steps,
    });
    this.schedule(deployment, medallion.machine);
  }

  private schedule({ config }: Deployment, machine: sfn.IStateMachine): void {
    const role = new iam.Role(this, 'ScheduleRole', {
      description: 'starts the scheduled run',
      assumedBy: serviceOfThisAccount(Stack.of(this), 'scheduler.amazonaws.com'),
    });
    allow(role, ['states:StartExecution'], [machine.stateMachineArn]);
    const { everyMinutes, enabled } = config.schedule;
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'builds what has changed',
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
      flexibleTimeWindow: { mode: 'OFF' },
      state: enabled ? 'ENABLED' : 'DISABLED',
      target: {
        arn: machine.stateMachineArn,
        roleArn: role.roleArn,
        input: JSON.stringify({}),
        // The next run comes soon and does the same work: a missed one is not made up for.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: everyMinutes * 60 },
      },
    });
  }
}
