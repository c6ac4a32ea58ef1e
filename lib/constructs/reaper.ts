import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { CatalogStack } from '../catalog-stack';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import {
  allow,
  allowItems,
  allowKey,
  allowList,
  allowObjects,
  serviceOfThisAccount,
} from './allow';
import { LakeFunction } from './lake-function';
import type { LakeQueue } from './lake-queue';

export interface ReaperProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger'>;
  /** Receives calls that failed. */
  readonly undelivered: LakeQueue;
}

const PUBLISHED = ['silver/*', 'gold/*'];

/** Deletes, once a day, the versions of slices that nothing can roll back to: they would cost more than all else. */
export class Reaper extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { deployment, storage, catalog, undelivered }: ReaperProps,
  ) {
    super(scope, id);
    const { lake } = storage.buckets;
    const key = storage.keys.data;
    const reap = new LakeFunction(this, 'Reap', {
      deployment,
      entry: 'reap-slices',
      timeout: Duration.minutes(15), // a thousand objects a second; what is left waits a day
      memoryMb: 512,
      atOnce: 1,
      environment: { LAKE_BUCKET: lake.bucketName, LEDGER_TABLE: catalog.ledger.tableName },
      key,
    });
    reap.keepFailedEvents(undelivered, key);
    allowList(reap.handRole, lake, PUBLISHED);
    allowObjects(reap.handRole, lake, ['s3:DeleteObject'], PUBLISHED);
    allowItems(
      reap.handRole,
      catalog.ledger,
      ['dynamodb:Query', 'dynamodb:DeleteItem'],
      ['leftover'],
    );
    allowItems(reap.handRole, catalog.ledger, ['dynamodb:BatchGetItem'], ['slice#*']);
    allowKey(reap.handRole, key, 'both', ['dynamodb']);

    const stack = Stack.of(this);
    const role = new iam.Role(this, 'ScheduleRole', {
      description: 'asks for superseded slices to be deleted',
      assumedBy: serviceOfThisAccount(
        stack,
        'scheduler.amazonaws.com',
        stack.formatArn({
          service: 'scheduler',
          resource: 'schedule-group',
          resourceName: 'default',
        }),
      ),
    });
    allow(role, ['lambda:InvokeFunction'], [reap.functionArn]);
    allow(role, ['sqs:SendMessage'], [undelivered.queueArn]);
    allowKey(role, key, 'both', ['sqs']);
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'deletes superseded slices',
      scheduleExpression: 'rate(1 day)',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: reap.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({}),
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: undelivered.queueArn },
      },
    });
  }
}
