import { NestedStack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BronzeWatch } from './constructs/bronze-watch';
import { Chat } from './constructs/chat';
import { FileDoor } from './constructs/file-door';
import { GivenUp } from './constructs/given-up';
import { LakeQueue } from './constructs/lake-queue';
import { Topics } from './constructs/topics';
import { StreamDoor } from './constructs/stream-door';
import { Watcher } from './constructs/watcher';
import { contractOf } from './contract-of';
import type { Deployment } from './deployment';
import type { StorageStack } from './storage-stack';

export interface IngestionStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets' | 'backup'>;
  readonly ledger: dynamodb.ITable;
  readonly configuration: dynamodb.ITable;
}

/** Both doors into bronze, and what watches over it. Streams are stateful. */
export class IngestionStack extends NestedStack {
  /** For the watcher's alerts and every alarm. */
  readonly topics: Topics['byName'];
  /** For those who send. */
  readonly streams: readonly { readonly contract: string; readonly streamArn: string }[];
  /** Events that could not be handled. */
  readonly failed: sqs.IQueue;

  constructor(scope: Construct, id: string, props: IngestionStackProps) {
    super(scope, id);
    const { deployment, storage, ledger, configuration } = props;
    const failed = new LakeQueue(this, 'FailedEvents', {
      deployment,
      key: storage.keys.data,
      about: 'failed-events',
      tells: 'records-stuck',
      impact: 'Files were not loaded, or objects of bronze not noted: tables lack their rows.',
    });

    this.failed = failed;
    this.topics = new Topics(this, 'Topics', { deployment, key: storage.keys.data }).byName;
    const streams = new Construct(this, 'Streams');
    const doors = deployment.config.streams.map((settings) => {
      const contract = contractOf(settings.contract);
      const door = { deployment, storage, contract, settings };
      const { stream } = new StreamDoor(streams, contract.table, door);
      return { settings, stream };
    });
    this.streams = doors.map(({ settings: { contract }, stream: { streamArn } }) => ({
      contract,
      streamArn,
    }));
    new GivenUp(this, 'GivenUp', {
      deployment,
      discards: storage.buckets.archive,
      key: storage.keys.data,
      undelivered: failed,
    });
    if (deployment.config.watcher.enabled) {
      new Watcher(this, 'Watcher', {
        deployment,
        storage,
        streams: doors,
        configuration,
        alerts: this.topics.alerts,
      });
    }
    const { chatWebhookSecret: secretName } = deployment.config.notify;
    if (secretName !== undefined) {
      const { topics } = this;
      new Chat(this, 'Chat', { deployment, secretName, topics, key: storage.keys.data, failed });
    }
    new FileDoor(this, 'Files', { deployment, storage, ledger, failed });
    new BronzeWatch(this, 'Bronze', { deployment, storage, ledger, failed });
  }
}
