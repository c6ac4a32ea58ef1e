import { topicName } from '../../lambdas/shared/names';
import { pagesNobody } from '../../lib/addresses';
import type { Examined } from './account';
import { ok, warn, type Checked } from './finding';

const UNCONFIRMED = 'PendingConfirmation';

/** Whether somebody hears a page: a topic without subscribers takes every alarm, and tells nobody. */
export async function whoIsTold({
  clients,
  place,
  config,
  isDeployed,
}: Examined): Promise<Checked> {
  const fix =
    'deploy with --context pageEmails=<address>,… or --context chatWebhookSecret=<secret>';
  if (!isDeployed) {
    return pagesNobody(config)
      ? warn('the configuration names nobody who is paged', fix)
      : ok('as the deployment says');
  }
  const sns = await clients.sns();
  const { Subscriptions = [] } = await sns.listSubscriptionsByTopic({
    TopicArn: `arn:aws:sns:${place.region}:${place.account}:${topicName(place.env, 'page')}`,
  });
  const confirmed = Subscriptions.filter((one) => one.SubscriptionArn !== UNCONFIRMED);
  if (confirmed.length > 0) return ok(`${confirmed.length} hear pages`);
  if (Subscriptions.length > 0) {
    return warn('nobody has confirmed to be paged', 'follow the link in the e-mail of SNS');
  }
  return config.keepData ? warn('nobody is paged', fix) : ok('nobody is paged, as configured');
}
