import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DISCARDED_BATCHES_PREFIX } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { LakeQueue } from './lake-queue';

export interface GivenUpProps {
  readonly deployment: Deployment;
  /** Where Lambda leaves the batches of streams that it gives up. */
  readonly discards: s3.IBucket;
  /** Of the queue. */
  readonly key: kms.IKey;
  /** Receives events that could not be handed over within a day. */
  readonly undelivered: sqs.IQueue;
}

/**
 * What is still to be replayed: a message for each batch that Lambda gave up, by the name of its object. Its handler
 * did not fail, it only refused records, so no error of a function tells; the queue does until somebody has dealt
 * with all of it.
 */
export class GivenUp extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { deployment, discards, key, undelivered }: GivenUpProps,
  ) {
    super(scope, id);
    const queue = new LakeQueue(this, 'Batches', {
      deployment,
      key,
      about: 'given-up-batches',
      impact:
        'A batch of a stream was given up: until it is replayed its records are not archived, or raise no alert.',
      tells: 'records-stuck',
      runbook: 'batch-given-up',
    });
    const rule = new events.Rule(this, 'Rule', {
      description: `new object below ${DISCARDED_BATCHES_PREFIX} waits for a person`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [discards.bucketName] },
          object: { key: [{ prefix: DISCARDED_BATCHES_PREFIX }] },
        },
      },
    });
    // CDK's target would open the key to EventBridge as a whole; its policy names our queues already.
    rule.addTarget({
      bind: () => ({
        arn: queue.queueArn,
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
      }),
    });
    for (const [name, receiver] of Object.entries({ Batches: queue, Undelivered: undelivered })) {
      receiver.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: `GivenUp${name}`,
          principals: [new iam.ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [receiver.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
    }
  }
}
