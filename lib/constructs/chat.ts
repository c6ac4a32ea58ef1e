import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { allow, allowKey } from './allow';
import { LakeFunction } from './lake-function';

export interface ChatProps {
  readonly deployment: Deployment;
  /** Name of the secret that holds the webhook's address. */
  readonly secretName: string;
  readonly topics: Readonly<Record<string, sns.ITopic>>;
  /** Of the secret and the queue. */
  readonly key: kms.IKey;
  /** Receives notices that the chat did not take. */
  readonly failed: sqs.IQueue;
}

/** Says in a chat what the topics say. */
export class Chat extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { deployment, secretName, topics, key, failed }: ChatProps,
  ) {
    super(scope, id);
    const handler = new LakeFunction(this, 'Notify', {
      deployment,
      entry: 'notify-chat',
      timeout: Duration.seconds(30), // a chat that does not answer within 5 s is asked again
      memoryMb: 256,
      atOnce: 2,
      environment: { CHAT_SECRET: secretName },
      key,
      outside: 'chat services are on the internet, and what is told holds no clear value',
    });
    const secret = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager ends the name with a dash and six characters.
      resourceName: `${secretName}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(handler.handRole, ['secretsmanager:GetSecretValue'], [secret]);
    allowKey(handler.handRole, key, 'read', ['secretsmanager']);
    handler.keepFailedEvents(failed, key);
    for (const [name, topic] of Object.entries(topics)) {
      const subscribed = new Construct(this, name);
      new sns.Subscription(subscribed, 'Subscription', {
        topic,
        protocol: sns.SubscriptionProtocol.LAMBDA,
        endpoint: handler.functionArn,
      });
      new lambda.CfnPermission(subscribed, 'Permission', {
        action: 'lambda:InvokeFunction',
        functionName: handler.functionArn,
        principal: 'sns.amazonaws.com',
        sourceArn: topic.topicArn,
      });
    }
  }
}
