import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { profileTableName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import type { StreamSettings } from '../settings';
import type { StorageStack } from '../storage-stack';
import { allow, allowItems, allowKey } from './allow';
import { LakeFunction } from './lake-function';
import { lakeStore } from './lake-store';
import { StreamSource } from './stream-source';

/** Contracts whose records tell something of a customer. */
const WATCHED: readonly string[] = ['transactions', 'customer_updates'];

export interface WatchedStream {
  readonly settings: StreamSettings;
  readonly stream: kinesis.IStream;
}
export interface WatcherProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets' | 'backup'>;
  readonly streams: readonly WatchedStream[];
  /** What operators set without a deployment: limits of the rules. */
  readonly configuration: dynamodb.ITable;
  /** Where anomalies are told. */
  readonly alerts: sns.ITopic;
}

/**
 * Looks at records within seconds of their arrival: what is known of each customer, in a stateful table by token;
 * an alert for what no customer usually does. It reads the streams beside the delivery, so that neither waits for
 * the other.
 */
export class Watcher extends Construct {
  /** Stateful. */
  readonly profiles: dynamodb.ITable;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WatcherProps,
  ) {
    super(scope, id);
    const { deployment, storage, streams } = props;
    const { env, watcher } = deployment.config;
    this.profiles = lakeStore(this, 'Profile', {
      deployment,
      name: profileTableName(env),
      keys: { partition: 'pk', sort: 'sk' },
      endsAt: 'ends',
      capacity: watcher.profileCapacity === 'on-demand' ? undefined : watcher.profileCapacity,
      key: storage.keys.data,
      holds: 'Confidential',
      backup: storage.backup,
    });
    for (const watched of streams) {
      if (WATCHED.includes(watched.settings.contract)) this.watch(watched);
    }
  }

  private watch({ settings, stream }: WatchedStream): void {
    const { deployment, storage } = this.props;
    const { watcher } = deployment.config;
    const scope = new Construct(this, settings.contract);
    const handler = this.handler(scope, settings);
    new StreamSource(scope, 'Source', {
      handler,
      stream,
      discards: storage.buckets.archive,
      key: storage.keys.sensitive,
      retentionHours: settings.retentionHours,
      batchSize: watcher.batchSize,
      windowSeconds: 0, // an alert does not wait for company
      retries: watcher.retries,
      parallelBatches: watcher.parallelBatches,
      fanOut: watcher.fanOut,
    });
  }

  private handler(scope: Construct, { contract, shards }: StreamSettings): LakeFunction {
    const { deployment, storage, configuration, alerts } = this.props;
    const { config } = deployment;
    const { data, hmac } = storage.keys;
    const handler = new LakeFunction(scope, 'Watch', {
      deployment,
      entry: 'watch-records',
      suffix: contract,
      timeout: Duration.minutes(1), // 500 records take a second, most of it waiting for DynamoDB
      memoryMb: 1024,
      followsTraces: true,
      atOnce: shards === 'on-demand' ? 'as-needed' : shards * config.watcher.parallelBatches,
      environment: {
        CONTRACT: contract,
        HMAC_KEY_ID: hmac.keyArn,
        GATE_SETTINGS: JSON.stringify(config.gate),
        WATCH_SETTINGS: JSON.stringify(config.watch),
        PROFILE_TABLE: this.profiles.tableName,
        CONFIGURATION_TABLE: configuration.tableName,
        ALERTS_TOPIC: alerts.topicArn,
      },
      key: data,
    });
    const { handRole } = handler;
    allow(handRole, ['kms:GenerateMac'], [hmac.keyArn]);
    allowItems(handRole, this.profiles, ['dynamodb:BatchGetItem'], ['profile#*']);
    allowItems(handRole, this.profiles, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], ['alert#*']);
    allowItems(
      handRole,
      this.profiles,
      ['dynamodb:PutItem'],
      ['profile#*', 'alert#*', 'alerts#*', 'told#*'],
    );
    allowItems(handRole, configuration, ['dynamodb:Query'], ['watch']);
    allow(handRole, ['sns:Publish'], [alerts.topicArn]);
    allowKey(handRole, data, 'both', ['dynamodb', 'sns']);
    return handler;
  }
}
