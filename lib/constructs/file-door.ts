import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import { allow, allowItems, allowKey, allowMissing, allowObjects, allowTables } from './allow';
import { LakeFunction } from './lake-function';
import { ObjectTrigger } from './object-trigger';

export interface FileDoorProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly ledger: dynamodb.ITable;
  /** Receives events whose file could not be taken. */
  readonly failed: sqs.IQueue;
}

/** The second door: a file dropped in landing goes through the same gate as the stream. */
export class FileDoor extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { deployment, storage, ledger, failed }: FileDoorProps,
  ) {
    super(scope, id);
    const { keys, buckets } = storage;
    const handler = new LakeFunction(this, 'Ingest', {
      deployment,
      entry: 'ingest-file',
      timeout: Duration.minutes(15), // the most there is: larger files are to be split
      memoryMb: 3008, // nearly two cores: the gate on one, reading and writing on the other
      temporaryMb: 10_240, // the file as it came, and its shuffled lines grouped: all there is
      environment: {
        LAKE_BUCKET: buckets.lake.bucketName,
        LANDING_BUCKET: buckets.landing.bucketName,
        LEDGER_TABLE: ledger.tableName,
        HMAC_KEY_ID: keys.hmac.keyArn,
        GATE_SETTINGS: JSON.stringify(deployment.config.gate),
      },
      key: keys.data,
    });
    const { handRole } = handler;
    allowObjects(handRole, buckets.landing, ['s3:GetObject'], ['*']);
    allowMissing(handRole, buckets.landing, ['*']);
    allowKey(handRole, keys.sensitive, 'read', ['s3']);
    allowObjects(handRole, buckets.lake, ['s3:PutObject'], ['bronze/*']);
    allowKey(handRole, keys.data, 'write', ['s3']);
    allowKey(handRole, keys.data, 'both', ['dynamodb']);
    allow(handRole, ['kms:GenerateMac'], [keys.hmac.keyArn]);
    allowItems(
      handRole,
      ledger,
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      ['file#*', 'day#*'],
    );
    allowTables(handRole, ['glue:GetTable', 'glue:BatchCreatePartition'], { bronze: ['*'] });

    handler.keepFailedEvents(failed, keys.data);
    new ObjectTrigger(this, 'Dropped', { bucket: buckets.landing, handler, undelivered: failed });
  }
}
