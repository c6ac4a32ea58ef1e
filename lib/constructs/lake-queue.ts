import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { CompositeId } from '../alarms/alarm';
import type { Deployment } from '../deployment';

export interface LakeQueueProps {
  readonly deployment: Deployment;
  readonly key: kms.IKey;
  /** Kebab-case, names its alarm, e.g. `failed-events`. */
  readonly about: string;
  /** What has not happened because a message lies there, in one sentence. */
  readonly impact: string;
  /** The incident that it is a part of: what waits here is not always a record. */
  readonly tells: CompositeId;
  /** Section of the runbook, where the one of all queues does not fit. */
  readonly runbook?: string;
}

/** Where what failed waits for a person: encrypted, TLS only, kept as long as queues can, and alarmed. */
export class LakeQueue extends sqs.Queue {
  constructor(
    scope: Construct,
    id: string,
    { deployment, key, about, impact, tells, runbook }: LakeQueueProps,
  ) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    deployment.watchlist.queues.push({ id: about, queue: this, impact, tells, runbook });
  }
}
