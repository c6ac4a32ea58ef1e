import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CatalogStack } from '../catalog-stack';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import { PUBLISHED_OBJECTS } from '../layers';
import { allow, allowItems, allowKey, allowList, allowObjects } from './allow';
import { LakeFunction } from './lake-function';
import type { LakeQueue } from './lake-queue';
import { onSchedule, schedulerRole } from './on-schedule';

export interface ReaperProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger'>;
  /** Receives calls that failed. */
  readonly undelivered: LakeQueue;
}

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
    allowList(reap.handRole, lake, PUBLISHED_OBJECTS);
    allowObjects(reap.handRole, lake, ['s3:DeleteObject'], PUBLISHED_OBJECTS);
    allowItems(
      reap.handRole,
      catalog.ledger,
      ['dynamodb:Query', 'dynamodb:DeleteItem'],
      ['leftover'],
    );
    allowItems(reap.handRole, catalog.ledger, ['dynamodb:BatchGetItem'], ['slice#*']);
    allowKey(reap.handRole, key, 'both', ['dynamodb']);

    const role = schedulerRole(this, 'ScheduleRole', 'asks for superseded slices to be deleted', {
      queue: undelivered,
      key,
    });
    allow(role, ['lambda:InvokeFunction'], [reap.functionArn]);
    onSchedule(this, {
      description: 'deletes superseded slices',
      role,
      undelivered,
      expression: 'rate(1 day)',
      target: reap.functionArn,
      input: {},
      retries: 2,
      patienceSeconds: 3600,
    });
  }
}
