import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MACHINES, machineArn, machineName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { allow, allowKey, serviceOfThisAccount } from './allow';

export interface RunNewsProps {
  readonly deployment: Deployment;
  readonly topics: Readonly<Record<'page' | 'info', sns.ITopic>>;
  /** Of the topics and of the queue. */
  readonly key: kms.IKey;
  /** Receives news that could not be told within a day. */
  readonly undelivered: sqs.IQueue;
}

const [MEDALLION] = MACHINES;
/** What is told of a run: its name and its end, no input, no output, no error text. */
const FACTS = {
  execution: events.EventField.fromPath('$.detail.name'),
  status: events.EventField.fromPath('$.detail.status'),
  time: events.EventField.fromPath('$.time'),
};

/**
 * Tells of a run that failed, and of the first one that succeeds again. Step Functions reports each end itself,
 * so a run that could not report is told of too.
 */
export class RunNews extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunNewsProps,
  ) {
    super(scope, id);
    const { deployment, topics } = props;
    const { env, monitoring } = deployment.config;
    // One failure pages once: the incident `tables-stale` does, unless it is not watched for.
    this.rule('Failed', monitoring.level === 'full' ? topics.info : topics.page, {
      description: 'a run failed, was stopped or took too long',
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        // Somebody who asks for a run while another goes on is told at once; nothing is wrong.
        error: [null, { exists: false }, { 'anything-but': ['Sluice.Busy'] }],
      },
      message: `Run ${FACTS.execution} of ${env} ended as ${FACTS.status} at ${FACTS.time}. See: npx sluice status --env ${env}`,
    });
    this.rule('Recovered', topics.info, {
      description: 'a run succeeded after one that had failed',
      // Step Functions hands the output on as text.
      detail: { status: ['SUCCEEDED'], output: [{ wildcard: '*"recovered":true*' }] },
      message: `Run ${FACTS.execution} of ${env} succeeded at ${FACTS.time}; the one before had failed.`,
    });
  }

  private rule(
    id: string,
    topic: sns.ITopic,
    news: {
      readonly description: string;
      readonly detail: Readonly<Record<string, unknown>>;
      readonly message: string;
    },
  ): void {
    const { deployment, undelivered } = this.props;
    const scope = new Construct(this, id);
    const ruleName = `${machineName(deployment.config.env, MEDALLION)}-${id.toLowerCase()}`;
    const rule = new events.Rule(scope, 'Rule', {
      ruleName,
      description: news.description,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machineArn(deployment.place, MEDALLION)], ...news.detail },
      },
    });
    const role = this.publisher(scope, ruleName, topic);
    // CDK's target would open the topic to EventBridge as a whole; a role of its own publishes to one.
    rule.addTarget({
      bind: () => ({
        arn: topic.topicArn,
        role,
        input: events.RuleTargetInput.fromText(news.message),
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
      }),
    });
    undelivered.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: `Undelivered${id}`,
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [undelivered.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  }

  private publisher(scope: Construct, ruleName: string, topic: sns.ITopic): iam.Role {
    const stack = Stack.of(this);
    const role = new iam.Role(scope, 'Role', {
      description: 'tells of the ends of runs',
      assumedBy: serviceOfThisAccount(
        stack,
        'events.amazonaws.com',
        // By name: the rule itself refers to its role.
        stack.formatArn({ service: 'events', resource: 'rule', resourceName: ruleName }),
      ),
    });
    allow(role, ['sns:Publish'], [topic.topicArn]);
    allowKey(role, this.props.key, 'both', ['sns']);
    return role;
  }
}
