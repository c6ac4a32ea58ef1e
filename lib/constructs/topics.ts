import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { topicName, type TopicName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';

/** Services that tell of alarms and of cost themselves; rules of EventBridge have a role for it. */
const TELLERS = ['cloudwatch', 'budgets', 'costalerts'] as const;
/** What they tell; only the watcher speaks of customers. */
const ALARMED: readonly TopicName[] = ['page', 'ticket', 'info'];

export interface TopicsProps {
  readonly deployment: Deployment;
  readonly key: kms.IKey;
}

/** Where the watcher and the alarms speak: TLS only, under the data key, no record's value in clear. */
export class Topics extends Construct {
  readonly byName: Readonly<Record<TopicName, sns.ITopic>>;

  constructor(scope: Construct, id: string, { deployment, key }: TopicsProps) {
    super(scope, id);
    const { env, notify } = deployment.config;
    const make = (name: TopicName): sns.Topic => {
      const topic = new sns.Topic(this, name, {
        topicName: topicName(env, name),
        masterKey: key,
        enforceSSL: true,
      });
      if (ALARMED.includes(name)) letTell(topic);
      const emails = name === 'alerts' ? notify.emails.page : notify.emails[name];
      for (const address of emails) {
        topic.addSubscription(new subscriptions.EmailSubscription(address));
      }
      return topic;
    };
    this.byName = {
      alerts: make('alerts'),
      page: make('page'),
      ticket: make('ticket'),
      info: make('info'),
    };
  }
}

/** On behalf of this account only: an alarm of somebody else must not wake us. */
function letTell(topic: sns.Topic): void {
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AlarmsAndCost',
      principals: TELLERS.map((name) => new iam.ServicePrincipal(`${name}.amazonaws.com`)),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}
