import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Contract } from '../../lambdas/shared/contracts/contract';
import { streamName } from '../../lambdas/shared/names';
import type { StreamSettings } from '../settings';
import type { StorageStack } from '../storage-stack';
import type { Deployment } from '../deployment';
import { allow, allowKey, allowObjects } from './allow';
import { classify } from './classify';
import { LakeDelivery } from './lake-delivery';
import { LakeFunction } from './lake-function';

export interface StreamDoorProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly contract: Contract;
  readonly settings: StreamSettings;
}

/** Where the event source mapping puts batches that the archive could not take; Lambda fixes the prefix. */
const DISCARDED_BATCHES = 'aws/lambda/*';
const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

/**
 * The first door: a stream of one contract, delivered to bronze through the gate, and archived as sent.
 * The stream is stateful, and rests under the sensitive key because its records are in clear.
 */
export class StreamDoor extends Construct {
  readonly stream: kinesis.Stream;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StreamDoorProps,
  ) {
    super(scope, id);
    const { deployment, storage, contract, settings } = props;
    this.stream = new kinesis.Stream(this, 'Stream', {
      streamName: streamName(deployment.config.env, contract.table),
      ...(settings.shards === 'on-demand'
        ? { streamMode: kinesis.StreamMode.ON_DEMAND }
        : { streamMode: kinesis.StreamMode.PROVISIONED, shardCount: settings.shards }),
      retentionPeriod: Duration.hours(settings.retentionHours),
      encryption: kinesis.StreamEncryption.KMS,
      encryptionKey: storage.keys.sensitive,
      removalPolicy: deployment.config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    classify(this.stream, 'Restricted');
    const delivery = new LakeDelivery(this, 'Delivery', {
      deployment,
      contract,
      stream: this.stream,
      lake: storage.buckets.lake,
      key: storage.keys.data,
      transform: this.transform(),
    });
    this.allowReading(delivery.role);
    this.archive();
  }

  private transform(): LakeFunction {
    const { deployment, storage, contract } = this.props;
    const transform = new LakeFunction(this, 'Transform', {
      deployment,
      entry: 'transform-records',
      suffix: contract.table,
      timeout: Duration.minutes(5), // the most Firehose waits for
      memoryMb: 1769, // one whole core: the gate is bound by it
      environment: {
        CONTRACT: contract.table,
        HMAC_KEY_ID: storage.keys.hmac.keyArn,
        GATE_SETTINGS: JSON.stringify(deployment.config.gate),
      },
      key: storage.keys.data,
    });
    allow(transform.handRole, ['kms:GenerateMac'], [storage.keys.hmac.keyArn]);
    return transform;
  }

  private archive(): void {
    const { deployment, storage, contract, settings } = this.props;
    const { archive } = storage.buckets;
    const handler = new LakeFunction(this, 'Archive', {
      deployment,
      entry: 'archive-records',
      suffix: contract.table,
      timeout: Duration.minutes(2), // 6 MB to one object takes a second
      memoryMb: 512,
      environment: { CONTRACT: contract.table, ARCHIVE_BUCKET: archive.bucketName },
      key: storage.keys.data,
    });
    const { handRole } = handler;
    allowObjects(handRole, archive, ['s3:PutObject'], ['archive/*', DISCARDED_BATCHES]);
    // Lambda lists the bucket without a prefix before it leaves a batch there.
    allow(handRole, ['s3:ListBucket'], [archive.bucketArn]);
    allowKey(handRole, storage.keys.sensitive, 'write', ['s3']);
    this.allowReading(handRole);

    const mapping = new lambda.EventSourceMapping(this, 'ArchiveSource', {
      target: handler,
      eventSourceArn: this.stream.streamArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: deployment.config.archive.batchSize,
      maxBatchingWindow: Duration.seconds(deployment.config.archive.windowSeconds),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 100,
      // Half of what the stream keeps, so that a batch given up on can still be read again.
      maxRecordAge: Duration.hours(settings.retentionHours / 2),
      // CDK's S3 destination would allow reading and deleting in the whole bucket.
      onFailure: { bind: () => ({ destination: archive.bucketArn }) },
    });
    handler.before(mapping);
  }

  private allowReading(role: iam.Role): void {
    allow(role, READ_STREAM, [this.stream.streamArn]);
    allowKey(role, this.props.storage.keys.sensitive, 'read', ['kinesis']);
  }
}
