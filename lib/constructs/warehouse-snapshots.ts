import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { CfnNamespace } from 'aws-cdk-lib/aws-redshiftserverless';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow, allowKey, serviceOfThisAccount } from './allow';

export interface WarehouseSnapshotsProps {
  readonly namespace: CfnNamespace;
  readonly days: number;
  /** Receives what could not be done within a day; rests under the key. */
  readonly failed: sqs.IQueue;
  readonly key: kms.IKey;
}

/**
 * A snapshot a day, kept for days: Redshift's own recovery points go back 24 hours only, and CloudFormation
 * knows single snapshots, no plan of them.
 */
export class WarehouseSnapshots extends Construct {
  constructor(scope: Construct, id: string, props: WarehouseSnapshotsProps) {
    super(scope, id);
    const { namespace, days, failed, key } = props;
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      description: 'takes snapshots of the warehouse',
      assumedBy: serviceOfThisAccount(
        stack,
        'scheduler.amazonaws.com',
        // Scheduler names the group it acts for, never the schedule.
        stack.formatArn({
          service: 'scheduler',
          resource: 'schedule-group',
          resourceName: 'default',
        }),
      ),
    });
    allow(
      role,
      ['redshift-serverless:CreateSnapshot'],
      [
        namespace.attrNamespaceNamespaceArn,
        // Their ids are given by Redshift.
        stack.formatArn({
          service: 'redshift-serverless',
          resource: 'snapshot',
          resourceName: '*',
        }),
      ],
    );
    allow(role, ['sqs:SendMessage'], [failed.queueArn]);
    allowKey(role, key, 'both', ['sqs']);
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'a snapshot of the warehouse a day',
      scheduleExpression: 'cron(0 4 * * ? *)', // after the daily models, before people come
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: stack.formatArn({
          service: 'scheduler',
          region: '',
          account: '',
          resource: 'aws-sdk',
          resourceName: 'redshiftserverless:createSnapshot',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        roleArn: role.roleArn,
        input: JSON.stringify({
          NamespaceName: namespace.namespaceName,
          SnapshotName: `${namespace.namespaceName}-<aws.scheduler.execution-id>`,
          RetentionPeriod: days,
        }),
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: failed.queueArn },
      },
    });
  }
}
