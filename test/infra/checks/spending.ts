import { at, listOf, ofType, text, word, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';

const only = (lake: Templates, type: string) => {
  const [one, ...others] = ofType(lake, type);
  if (one === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return one.Properties;
};
const topic = (value: Parameters<typeof plain>[0]): string =>
  word(plain(value)).replace(/^.*Topics(page|ticket|info)[0-9A-F]{8}Ref\}$/, '$1');

export const spendingChecks: Checks = {
  'a month has a budget, and people hear of it before it is spent': (lake) => {
    const { Budget, NotificationsWithSubscribers } = only(lake, 'AWS::Budgets::Budget');
    const told = listOf(NotificationsWithSubscribers).map((one) => {
      const { NotificationType, ComparisonOperator, Threshold, ThresholdType } = at(
        one,
        'Notification',
      ) as Readonly<Record<string, string>>;
      const to = listOf(at(one, 'Subscribers')).map(
        (who) => `${word(at(who, 'SubscriptionType'))} ${topic(at(who, 'Address'))}`,
      );
      return `${NotificationType} ${ComparisonOperator} ${Threshold} ${ThresholdType} ${to.join()}`;
    });
    return [
      ...differs('budget', Budget, {
        BudgetName: `sluice-${lake.env}-monthly`,
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: lake.config.budget.monthlyDollars, Unit: 'USD' },
      }),
      ...differs('notifications', told.sort(), [
        'ACTUAL GREATER_THAN 100 PERCENTAGE SNS ticket',
        'ACTUAL GREATER_THAN 80 PERCENTAGE SNS info',
        'FORECASTED GREATER_THAN 100 PERCENTAGE SNS ticket',
      ]),
    ];
  },

  'an unusual bill of any service is told at once': (lake) => {
    const monitor = only(lake, 'AWS::CE::AnomalyMonitor');
    const subscription = only(lake, 'AWS::CE::AnomalySubscription');
    const [subscriber, ...others] = listOf(subscription.Subscribers);
    return [
      ...differs(
        'monitor',
        [word(monitor.MonitorType), word(monitor.MonitorSpecification ?? '')],
        ['CUSTOM', '{"Tags":{"Key":"Project","Values":["sluice"],"MatchOptions":["EQUALS"]}}'],
      ),
      // An account may have one monitor of its services, and AWS makes that.
      ...differs('monitor of services', monitor.MonitorDimension, null),
      ...differs('frequency', subscription.Frequency, 'IMMEDIATE'),
      ...differs(
        'subscribers',
        [word(at(subscriber, 'Type')), topic(at(subscriber, 'Address'))],
        ['SNS', 'ticket'],
      ),
      ...differs('other subscribers', others.length, 0),
      ...(text(subscription.MonitorArnList).includes('SpendingMonitor') ? [] : ['no monitor']),
      ...differs(
        'threshold',
        subscription.ThresholdExpression,
        '{"Dimensions":{"Key":"ANOMALY_TOTAL_IMPACT_ABSOLUTE","MatchOptions":["GREATER_THAN_OR_EQUAL"],' +
          `"Values":["${lake.config.budget.anomalyDollars}"]}}`,
      ),
    ];
  },
};
