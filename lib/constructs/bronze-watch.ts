import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ARCHIVE_INBOX_PREFIX, DELIVERY_ERROR_PREFIX } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import { allowItems, allowKey, allowMissing, allowObjects, allowTables } from './allow';
import { LakeFunction } from './lake-function';
import { ObjectTrigger } from './object-trigger';

export interface BronzeWatchProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly ledger: dynamodb.ITable;
  readonly failed: sqs.IQueue;
}

/** What follows a delivery: a new object of bronze is noted, a failed delivery is moved out of sight. */
export class BronzeWatch extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BronzeWatchProps,
  ) {
    super(scope, id);
    this.noteObjects();
    this.collectFailed();
  }

  private noteObjects(): void {
    const { deployment, storage, ledger, failed } = this.props;
    const { keys, buckets } = storage;
    const handler = new LakeFunction(this, 'Note', {
      deployment,
      entry: 'note-object',
      timeout: Duration.seconds(30), // two calls, each retried by the SDK
      memoryMb: 256,
      environment: { LEDGER_TABLE: ledger.tableName },
      key: keys.data,
    });
    allowItems(handler.handRole, ledger, ['dynamodb:UpdateItem'], ['day#*']);
    allowKey(handler.handRole, keys.data, 'both', ['dynamodb']);
    allowTables(handler.handRole, ['glue:GetTable', 'glue:BatchCreatePartition'], {
      bronze: ['*'],
    });
    handler.keepFailedEvents(failed, keys.data);
    new ObjectTrigger(this, 'Delivered', {
      bucket: buckets.lake,
      prefix: 'bronze/',
      handler,
      undelivered: failed,
    });
  }

  /** Firehose's error objects hold records in clear, under the data key: they belong in the archive. */
  private collectFailed(): void {
    const { deployment, storage, failed } = this.props;
    const { keys, buckets } = storage;
    const handler = new LakeFunction(this, 'Collect', {
      deployment,
      entry: 'collect-failed',
      namedRole: true, // the lake denies everybody else to read there
      timeout: Duration.minutes(5), // an error object is as large as a delivery, up to 128 MB
      memoryMb: 1024,
      environment: {
        LAKE_BUCKET: buckets.lake.bucketName,
        ARCHIVE_BUCKET: buckets.archive.bucketName,
        SENSITIVE_KEY_ID: keys.sensitive.keyArn,
      },
      key: keys.data,
    });
    const { handRole } = handler;
    const [failures, inbox] = [[`${DELIVERY_ERROR_PREFIX}*`], [`${ARCHIVE_INBOX_PREFIX}*`]];
    allowObjects(handRole, buckets.lake, ['s3:GetObject', 's3:DeleteObject'], failures);
    allowMissing(handRole, buckets.lake, failures);
    allowObjects(handRole, buckets.archive, ['s3:PutObject'], inbox);
    allowKey(handRole, keys.data, 'read', ['s3']);
    allowKey(handRole, keys.sensitive, 'write', ['s3']);
    handler.keepFailedEvents(failed, keys.data);
    new ObjectTrigger(this, 'Failed', {
      bucket: buckets.lake,
      prefix: DELIVERY_ERROR_PREFIX,
      handler,
      undelivered: failed,
    });
  }
}
