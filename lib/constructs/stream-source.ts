import { Duration, Names } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DISCARDED_BATCHES_PREFIX } from '../../lambdas/shared/names';
import { allow, allowKey, allowObjects } from './allow';
import type { LakeFunction } from './lake-function';
import { worksOutside } from './perimeter';

export interface StreamSourceProps {
  readonly handler: LakeFunction;
  readonly stream: kinesis.IStream;
  /** Takes the batches that are given up, bytes and all: under the sensitive key, as the stream. */
  readonly discards: s3.IBucket;
  /** Of the stream and of the discards. */
  readonly key: kms.IKey;
  readonly retentionHours: number;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly retries: number;
  /** Batches of one shard at the same time; one unless told otherwise. */
  readonly parallelBatches?: number;
  /** Reads with a throughput of its own. */
  readonly fanOut?: boolean;
}

const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

/** Reading a stream as one of its standard consumers. */
export function allowReading(role: iam.Role, stream: kinesis.IStream, key: kms.IKey): void {
  allow(role, READ_STREAM, [stream.streamArn]);
  allowKey(role, key, 'read', ['kinesis']);
}

/**
 * Feeds a function from a stream. One bad record never holds up its shard for good: the function names what
 * failed, the batch is halved around it, tries and age are finite, and what is given up is kept.
 */
export class StreamSource extends Construct {
  constructor(scope: Construct, id: string, props: StreamSourceProps) {
    super(scope, id);
    const { handler, stream, discards, key } = props;
    const { handRole } = handler;
    allowReading(handRole, stream, key);
    allowObjects(handRole, discards, ['s3:PutObject'], [`${DISCARDED_BATCHES_PREFIX}*`]);
    // Lambda lists the bucket without a prefix before it leaves a batch there.
    allow(handRole, ['s3:ListBucket'], [discards.bucketArn]);
    allowKey(handRole, key, 'write', ['s3']);
    worksOutside(handRole);

    const source = props.fanOut === true ? this.fannedOut(handRole, stream) : stream.streamArn;
    // `Default` leaves no trace in the logical id.
    const mapping = new lambda.EventSourceMapping(this, 'Default', {
      target: handler,
      eventSourceArn: source,
      parallelizationFactor: props.parallelBatches,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(props.windowSeconds),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: props.retries,
      // Half of what the stream keeps, so that a batch given up on can still be read again.
      maxRecordAge: Duration.hours(props.retentionHours / 2),
      // CDK's S3 destination would allow reading and deleting in the whole bucket.
      onFailure: { bind: () => ({ destination: discards.bucketArn }) },
    });
    handler.before(mapping);
  }

  /** @returns ARN of the consumer */
  private fannedOut(role: iam.Role, stream: kinesis.IStream): string {
    const consumer = new kinesis.StreamConsumer(this, 'Consumer', {
      streamConsumerName: Names.uniqueResourceName(this, { maxLength: 100 }),
      stream,
    });
    allow(
      role,
      ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer'],
      [consumer.streamConsumerArn],
    );
    return consumer.streamConsumerArn;
  }
}
