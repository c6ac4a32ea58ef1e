import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { CfnNamespace } from 'aws-cdk-lib/aws-redshiftserverless';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './allow';
import { onSchedule, schedulerRole } from './on-schedule';

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
    const role = schedulerRole(this, 'Role', 'takes snapshots of the warehouse', {
      queue: failed,
      key,
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
    onSchedule(this, {
      description: 'a snapshot of the warehouse a day',
      role,
      undelivered: failed,
      expression: 'cron(0 4 * * ? *)', // after the daily models, before people come
      target: stack.formatArn({
        service: 'scheduler',
        region: '',
        account: '',
        resource: 'aws-sdk',
        resourceName: 'redshiftserverless:createSnapshot',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      input: {
        NamespaceName: namespace.namespaceName,
        SnapshotName: `${namespace.namespaceName}-<aws.scheduler.execution-id>`,
        RetentionPeriod: days,
      },
      retries: 5,
      patienceSeconds: 86_400,
    });
  }
}
