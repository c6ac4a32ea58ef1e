import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { streamOf, type Contract } from '../../lambdas/shared/contracts/contract';
import { streamName } from '../../lambdas/shared/names';
import type { StreamSettings } from '../settings';
import type { StorageStack } from '../storage-stack';
import type { Deployment } from '../deployment';
import { allow, allowObjects } from './allow';
import { classify } from './classify';
import { LakeDelivery } from './lake-delivery';
import { LakeFunction } from './lake-function';
import { allowReading, StreamSource } from './stream-source';

export interface StreamDoorProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly contract: Contract;
  readonly settings: StreamSettings;
}

/**
 * What tells one hot or slow shard from the others: nothing else, because each is billed per shard. The
 * stream's own metrics are free, and say the same of a stream that has one or two.
 */
const metricsOf = ({ shardMetrics }: StreamSettings): kinesis.ShardLevelMetrics[] =>
  shardMetrics
    ? [
        kinesis.ShardLevelMetrics.ITERATOR_AGE_MILLISECONDS,
        kinesis.ShardLevelMetrics.READ_PROVISIONED_THROUGHPUT_EXCEEDED,
        kinesis.ShardLevelMetrics.WRITE_PROVISIONED_THROUGHPUT_EXCEEDED,
      ]
    : [];

/** Firehose holds up to five calls of a transform a shard; Lambda one batch of the archive. */
const CALLS_PER_SHARD = { transform: 5, archive: 1 } as const;
const LEAST_AT_ONCE = 20;

/**
 * Executions that catching up may need: Firehose gives a batch up when its transform is refused three times. Nobody
 * knows the shards of a stream on demand, so nothing is set aside for it, and nothing refused.
 */
const atOnce = (
  { shards }: StreamSettings,
  consumer: keyof typeof CALLS_PER_SHARD,
): number | 'as-needed' =>
  shards === 'on-demand'
    ? 'as-needed'
    : Math.max(LEAST_AT_ONCE, shards * CALLS_PER_SHARD[consumer]);

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
      streamName: streamName(deployment.config.env, streamOf(contract)),
      ...(settings.shards === 'on-demand'
        ? { streamMode: kinesis.StreamMode.ON_DEMAND }
        : { streamMode: kinesis.StreamMode.PROVISIONED, shardCount: settings.shards }),
      retentionPeriod: Duration.hours(settings.retentionHours),
      shardLevelMetrics: metricsOf(settings),
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
    allowReading(delivery.role, this.stream, storage.keys.sensitive);
    this.archive();
  }

  private transform(): LakeFunction {
    const { deployment, storage, contract, settings } = this.props;
    const transform = new LakeFunction(this, 'Transform', {
      deployment,
      entry: 'transform-records',
      suffix: contract.table,
      timeout: Duration.minutes(5), // the most Firehose waits for
      memoryMb: 1769, // one whole core: the gate is bound by it
      atOnce: atOnce(settings, 'transform'),
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
      atOnce: atOnce(settings, 'archive'),
      environment: { CONTRACT: contract.table, ARCHIVE_BUCKET: archive.bucketName },
      key: storage.keys.data,
    });
    allowObjects(handler.handRole, archive, ['s3:PutObject'], ['archive/*']);
    new StreamSource(this, 'ArchiveSource', {
      handler,
      stream: this.stream,
      discards: archive,
      key: storage.keys.sensitive,
      retentionHours: settings.retentionHours,
      ...deployment.config.archive,
    });
  }
}
