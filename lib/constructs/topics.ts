import { Annotations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { topicName, type TopicName } from '../../lambdas/shared/names';
import { pagesNobody } from '../addresses';
import type { Deployment } from '../deployment';

export interface TopicsProps {
  readonly deployment: Deployment;
  readonly key: kms.IKey;
}

/**
 * Where the watcher and the alarms speak: TLS only, under the data key, no record's value in clear. Whoever tells of
 * something gets leave where it is made: roles by their own policies, services by a statement of monitoring.
 */
export class Topics extends Construct {
  readonly byName: Readonly<Record<TopicName, sns.ITopic>>;

  constructor(scope: Construct, id: string, { deployment, key }: TopicsProps) {
    super(scope, id);
    const { env, notify } = deployment.config;
    const make = (name: TopicName): sns.ITopic => {
      const topic = new sns.Topic(this, name, {
        topicName: topicName(env, name),
        masterKey: key,
        enforceSSL: true,
      });
      const emails = name === 'alerts' ? notify.emails.page : notify.emails[name];
      for (const address of emails) {
        topic.addSubscription(new subscriptions.EmailSubscription(address));
      }
      return topic;
    };
    if (pagesNobody(deployment.config)) {
      Annotations.of(this).addWarningV2(
        'sluice:nobody-is-paged',
        `alarms of ${env} reach nobody: deploy with --context pageEmails=<address>,… or --context chatWebhookSecret=<secret>`,
      );
    }
    this.byName = {
      alerts: make('alerts'),
      page: make('page'),
      ticket: make('ticket'),
      info: make('info'),
    };
  }
}
