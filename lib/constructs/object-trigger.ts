import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { LakeFunction } from './lake-function';

export interface ObjectTriggerProps {
  readonly bucket: s3.IBucket;
  /** Beginning of the keys that count; all keys without it. */
  readonly prefix?: string;
  readonly handler: LakeFunction;
  /** Receives events that EventBridge could not hand over within a day. */
  readonly undelivered: sqs.IQueue;
}

/**
 * A new object calls a function. The rule stands with its receiver: a notification on the bucket would make
 * the storage stack depend on a later one, which deploys as a cycle.
 */
export class ObjectTrigger extends Construct {
  constructor(scope: Construct, id: string, props: ObjectTriggerProps) {
    super(scope, id);
    const { bucket, prefix, handler, undelivered } = props;
    new events.Rule(this, 'Rule', {
      description: `new object below ${prefix ?? 'any prefix'} calls ${handler.node.id}`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucket.bucketName] },
          ...(prefix ? { object: { key: [{ prefix }] } } : {}),
        },
      },
      targets: [
        new targets.LambdaFunction(handler, {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.days(1),
          retryAttempts: 185,
        }),
      ],
    });
  }
}
