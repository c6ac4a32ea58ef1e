import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allow, allowKey, serviceOfThisAccount } from './allow';

export interface Undelivered {
  /** Receives calls that could not be made. */
  readonly queue: sqs.IQueue;
  /** The queue rests under it. */
  readonly key: kms.IKey;
}

/** The role that EventBridge Scheduler calls with; what it may call, the caller adds. */
export function schedulerRole(
  scope: Construct,
  id: string,
  description: string,
  { queue, key }: Undelivered,
): iam.Role {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, id, {
    description,
    assumedBy: serviceOfThisAccount(
      stack,
      'scheduler.amazonaws.com',
      // Scheduler names the group it acts for, never the schedule.
      stack.formatArn({
        service: 'scheduler',
        resource: 'schedule-group',
        resourceName: 'default',
      }),
    ),
  });
  allow(role, ['sqs:SendMessage'], [queue.queueArn]);
  allowKey(role, key, 'both', ['sqs']);
  return role;
}

/** e.g. `rate(15 minutes)` */
export const everyMinutes = (minutes: number): string =>
  `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;

export interface ScheduledCall {
  readonly description: string;
  readonly role: iam.Role;
  readonly undelivered: sqs.IQueue;
  /** `rate(…)`, or `cron(…)` in UTC. */
  readonly expression: string;
  readonly enabled?: boolean;
  readonly target: string;
  readonly input: object;
  readonly retries: number;
  /** Seconds after which a call that failed is given up. */
  readonly patienceSeconds: number;
}

/** Calls the target time and again, exactly when it is due. */
export function onSchedule(scope: Construct, call: ScheduledCall): void {
  const { description, role, undelivered, expression, enabled = true } = call;
  new scheduler.CfnSchedule(scope, 'Schedule', {
    description,
    scheduleExpression: expression,
    scheduleExpressionTimezone: expression.startsWith('cron') ? 'UTC' : undefined,
    flexibleTimeWindow: { mode: 'OFF' },
    state: enabled ? 'ENABLED' : 'DISABLED',
    target: {
      arn: call.target,
      roleArn: role.roleArn,
      input: JSON.stringify(call.input),
      retryPolicy: {
        maximumRetryAttempts: call.retries,
        maximumEventAgeInSeconds: call.patienceSeconds,
      },
      deadLetterConfig: { arn: undelivered.queueArn },
    },
  });
}
