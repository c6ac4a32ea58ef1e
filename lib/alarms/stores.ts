import { profileTableName, topicName } from '../../lambdas/shared/names';
import type { Config } from '../config';
import type { Alarm, CompositeId, Measure } from './alarm';
import { aws, own } from './metrics';

/** A queue that is empty when all is well, by the name that CloudFormation gave it. */
export interface NamedQueue {
  readonly id: string;
  readonly name: string;
  readonly impact: string;
  readonly tells: CompositeId;
  readonly runbook?: string;
}

/** Queues, tables, topics, and the watcher's own count of what it could not look at. */
export const storeAlarms = (
  { env }: Config,
  queues: readonly NamedQueue[],
  tables: readonly string[],
): readonly Alarm[] => [
  ...queues.map(waiting),
  ...tables.map((name) => throttled(env, name)),
  {
    id: 'pages-undelivered',
    kind: 'failed',
    tells: 'ticket',
    impact: 'Somebody who should have been paged was not.',
    runbook: 'pages-undelivered',
    value: aws('SNS', 'NumberOfNotificationsFailed', { TopicName: topicName(env, 'page') }, 'Sum'),
    when: '>',
    threshold: 0,
    periodMinutes: 5,
    periods: 1,
    missing: 'notBreaching',
  },
];

const waiting = ({ id, name, impact, tells, runbook = 'queue-waiting' }: NamedQueue): Alarm => ({
  id: `waiting-${id}`,
  kind: 'failed',
  tells,
  impact,
  runbook,
  value: aws('SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: name }, 'Maximum'),
  when: '>',
  threshold: 0,
  periodMinutes: 5,
  periods: 1,
  missing: 'notBreaching',
});

function throttled(env: string, name: string): Alarm {
  const events = (way: 'Read' | 'Write'): Measure =>
    aws('DynamoDB', `${way}ThrottleEvents`, { TableName: name }, 'Sum');
  const isProfiles = name === profileTableName(env);
  return {
    id: `throttled-${name.slice(`sluice-${env}-`.length)}`,
    kind: 'failed',
    tells: isProfiles ? 'alerts-late' : 'machinery',
    impact: isProfiles
      ? `Alerts come late: calls to the table ${name} are refused, and their batches come again.`
      : `Calls to the table ${name} are refused: runs or files wait for their retries.`,
    runbook: 'table-throttled',
    value: {
      formula: 'FILL(reads, 0) + FILL(writes, 0)',
      of: { reads: events('Read'), writes: events('Write') },
    },
    when: '>',
    threshold: 0,
    periodMinutes: 5,
    periods: 2,
    of: 3,
    missing: 'notBreaching',
  };
}

/** What the watcher could not look at, by contract. */
export const watchedAlarms = (contracts: readonly string[]): readonly Alarm[] =>
  contracts.map((contract) => ({
    id: `unwatched-${contract}`,
    kind: 'failed',
    tells: 'alerts-late',
    impact: `Records of ${contract} could not be looked at: none of them raises an alert.`,
    runbook: 'unwatched',
    value: own('ProcessingErrors', 'Sum', contract),
    when: '>',
    threshold: 0,
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
  }));

/**
 * The watcher counts what it sees before the gate and independently of it: together they tell whether each received
 * record was judged. Deliveries wait a minute and repeat themselves after faults, so hours are compared, and a
 * twentieth is let pass. A gate that nobody asks counts nothing, which is none of what was seen. Small streams are judged by their queues and files alone.
 */
export const unjudged = (contract: string): Alarm => ({
  id: `unjudged-${contract}`,
  kind: 'failed',
  tells: 'records-stuck',
  impact: `Received records of ${contract} are neither accepted nor rejected.`,
  runbook: 'unjudged',
  value: {
    formula: 'IF(seen > 0, ABS(seen - FILL(accepted, 0) - FILL(rejected, 0)) / seen, 0)',
    of: {
      seen: own('RecordsProcessed', 'Sum', contract),
      accepted: own('RecordsAccepted', 'Sum', contract),
      rejected: own('RecordsRejected', 'Sum', contract),
    },
  },
  when: '>',
  threshold: 0.05,
  periodMinutes: 60,
  periods: 2,
  missing: 'notBreaching',
});
