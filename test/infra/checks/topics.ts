import { configFor } from '../../../lib/config';
import { TOPICS } from '../../../lambdas/shared/names';
import { at, ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, policyDiffers } from './compare';

const topicOf = (lake: Templates, name: string): Resource | undefined =>
  ofType(lake, 'AWS::SNS::Topic').find(
    ({ Properties }) => Properties.TopicName === `sluice-${lake.env}-${name}`,
  );
/** A check of each topic; one that is missing is a finding. */
const eachTopic =
  (wrong: (topic: Resource, name: (typeof TOPICS)[number], lake: Templates) => readonly string[]) =>
  (lake: Templates): readonly string[] =>
    TOPICS.flatMap((name) => {
      const topic = topicOf(lake, name);
      return topic === undefined ? [`no topic ${name}`] : wrong(topic, name, lake);
    });

const PUBLISH = 'sns:Publish | ';
const OURS = 'StringEquals(aws:SourceAccount: ${AWS::AccountId})';
const tls = (topic: string): string =>
  `Deny | * | ${PUBLISH}\${${topic}} | Bool(aws:SecureTransport: false)`;
const alarms = (topic: string, env: string): string =>
  `Allow | Service=cloudwatch.amazonaws.com | ${PUBLISH}\${${topic}} | ArnLike(aws:SourceArn: ` +
  'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:' +
  `alarm:sluice-${env}-*) & ${OURS}`;
const costs = (service: string, topic: string): string =>
  `Allow | Service=${service}.amazonaws.com | ${PUBLISH}\${${topic}} | ${OURS}`;

/** Services that publish by a statement of the topic; roles do it by their own policies. */
const TELLERS: Readonly<Record<(typeof TOPICS)[number], readonly string[]>> = {
  alerts: [],
  page: ['cloudwatch'],
  ticket: ['cloudwatch', 'budgets', 'costalerts'],
  info: ['cloudwatch', 'budgets'],
};

export const topicsChecks: Checks = {
  'there are four topics and no other': (lake) =>
    differs('topics', ofType(lake, 'AWS::SNS::Topic').length, TOPICS.length),

  'topics rest under the data key': eachTopic(({ id, Properties }) =>
    text(Properties.KmsMasterKeyId).includes('DataKey') ? [] : [`${id} has another key or none`],
  ),

  'topics take TLS only, and alarms and news of cost of this account; alerts only the watcher’s':
    eachTopic(({ id }, name, lake) => {
      const policies = ofType(lake, 'AWS::SNS::TopicPolicy').filter(({ Properties }) =>
        text(Properties.Topics).includes(`"${id}"`),
      );
      const [policy] = policies;
      if (policy === undefined || policies.length > 1)
        return [`${id}: ${policies.length} policies`];
      const wanted = TELLERS[name].map((service) =>
        service === 'cloudwatch' ? alarms(id, lake.env) : costs(service, id),
      );
      return policyDiffers(policy, policy.Properties.PolicyDocument, [tls(id), ...wanted]);
    }),

  'topics are sent to the addresses of the configuration, and to nobody else': (lake) => {
    const { emails, chatWebhookSecret } = configFor(lake.env).notify;
    const wanted = [
      ...emails.page.flatMap((address) => [`alerts ${address}`, `page ${address}`]),
      ...emails.ticket.map((address) => `ticket ${address}`),
      ...emails.info.map((address) => `info ${address}`),
    ].sort();
    const ids = new Map(TOPICS.map((name) => [topicOf(lake, name)?.id ?? '', name]));
    const subscriptions = ofType(lake, 'AWS::SNS::Subscription');
    const mails = subscriptions
      .filter(({ Properties }) => Properties.Protocol === 'email')
      .map(
        ({ Properties }) =>
          `${ids.get(word(at(Properties.TopicArn, 'Ref'))) ?? 'unknown'} ${word(Properties.Endpoint)}`,
      )
      .sort();
    const others = subscriptions.length - mails.length;
    return [
      ...differs('addresses', mails, wanted),
      ...differs(
        'other subscriptions',
        others,
        chatWebhookSecret === undefined ? 0 : TOPICS.length,
      ),
    ];
  },
};
