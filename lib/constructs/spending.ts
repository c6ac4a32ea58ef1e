import { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as ce from 'aws-cdk-lib/aws-ce';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config';
import type { Deployment } from '../deployment';

export interface SpendingProps {
  readonly deployment: Deployment;
  readonly topics: { readonly ticket: sns.ITopic; readonly info: sns.ITopic };
}

/** Percent of the month's budget that is spent, or will be at this pace, and who is told. */
const NOTIFICATIONS = [
  { type: 'ACTUAL', percent: 80, topic: 'info' },
  { type: 'FORECASTED', percent: 100, topic: 'ticket' },
  { type: 'ACTUAL', percent: 100, topic: 'ticket' },
] as const;

/** The month's budget with its forecast, and unusual bills of any service: the account is the environment's own. */
export class Spending extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: SpendingProps,
  ) {
    super(scope, id);
    this.budget();
    this.unusual();
    this.allow('BudgetsTell', 'budgets.amazonaws.com', ['info', 'ticket']);
    this.allow('UnusualCostTells', 'costalerts.amazonaws.com', ['ticket']);
  }

  private budget(): void {
    const { deployment, topics } = this.props;
    const { env, budget } = deployment.config;
    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `sluice-${env}-monthly`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.monthlyDollars, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTIFICATIONS.map(({ type, percent, topic }) => ({
        notification: {
          notificationType: type,
          comparisonOperator: 'GREATER_THAN',
          threshold: percent,
          thresholdType: 'PERCENTAGE',
        },
        subscribers: [{ subscriptionType: 'SNS', address: topics[topic].topicArn }],
      })),
    });
  }

  private unusual(): void {
    const { deployment, topics } = this.props;
    const { env, budget } = deployment.config;
    new ce.CfnAnomalySubscription(this, 'Subscription', {
      subscriptionName: `sluice-${env}-unusual-cost`,
      frequency: 'IMMEDIATE', // the only one that topics can have
      monitorArnList: [this.monitor(deployment.config)],
      subscribers: [{ type: 'SNS', address: topics.ticket.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [String(budget.anomalyDollars)],
        },
      }),
    });
  }

  /** ARN of the monitor: one of ours, or the one that the account has. */
  private monitor({ env, budget: { anomalyMonitor }, tags }: Config): string {
    if (anomalyMonitor !== 'tag' && anomalyMonitor !== 'services') return anomalyMonitor;
    const watched =
      anomalyMonitor === 'services'
        ? { monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' }
        : { monitorType: 'CUSTOM', monitorSpecification: JSON.stringify(tagged(tags)) };
    const monitorName = `sluice-${env}-${anomalyMonitor}`;
    return new ce.CfnAnomalyMonitor(this, 'Monitor', { monitorName, ...watched }).attrMonitorArn;
  }

  private allow(sid: string, service: string, names: readonly ('info' | 'ticket')[]): void {
    const { account } = Stack.of(this);
    for (const name of names) {
      const topic = this.props.topics[name];
      topic.addToResourcePolicy(
        new iam.PolicyStatement({
          sid,
          principals: [new iam.ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        }),
      );
    }
  }
}

/** The project's costs, in the language of Cost Explorer. */
const tagged = ({ Project = 'sluice' }: Config['tags']): object => ({
  Tags: { Key: 'Project', Values: [Project], MatchOptions: ['EQUALS'] },
});
