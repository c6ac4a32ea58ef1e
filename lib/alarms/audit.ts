import type { Alarm } from './alarm';

/** What people do that somebody has to know of, read from the trail. */
export interface AuditAlarm extends Alarm {
  /** Pattern of CloudWatch Logs over the trail's events. */
  readonly pattern: string;
  readonly metric: string;
}
export const AUDIT_NAMESPACE = 'Sluice/Audit';

export interface Audited {
  /** ARN of the key of clear records. */
  readonly sensitiveKey: string;
  /** ARNs of every key. */
  readonly keys: readonly string[];
  /** Names of the buckets that hold records as sent. */
  readonly locked: readonly string[];
  /** What the ARNs of sessions of our own functions and machines look like. */
  readonly ownSessions: readonly string[];
  readonly eraserRole: string;
  /** Name of the log group that the trail is read from. */
  readonly trailLog: string;
}

const equals = (field: string, values: readonly string[]): string =>
  `(${values.map((value) => `($.${field} = "${value}")`).join(' || ')})`;
const all = (...parts: readonly string[]): string => `{ ${parts.join(' && ')} }`;
/** Deployments, which are reviewed, set policies as well. */
const byHand = (events: readonly string[]): string =>
  `(${equals('eventName', events)} && ($.sourceIPAddress != "cloudformation.amazonaws.com"))`;
const source = (service: string): string => `($.eventSource = "${service}.amazonaws.com")`;

/** Events of services that act for themselves carry no ARN and match no condition on it. */
export const auditAlarms = (audited: Audited): readonly AuditAlarm[] => [
  told({
    id: 'human-decrypt',
    metric: 'HumanDecrypts',
    impact: 'Somebody who is none of our functions has opened records as sent, in clear.',
    pattern: all(
      source('kms'),
      equals('eventName', ['Decrypt']),
      equals('resources[0].ARN', [audited.sensitiveKey]),
      ...audited.ownSessions.map((session) => `($.userIdentity.arn != "${session}")`),
    ),
  }),
  told({
    id: 'lock-bypass',
    metric: 'LockBypasses',
    impact: 'Somebody deletes or unlocks archived records, or has taken the role that may.',
    pattern: all(
      `((${source('sts')} && ($.requestParameters.roleArn = "*:role/${audited.eraserRole}")) || ` +
        `(${source('s3')} && ${equals('requestParameters.bucketName', audited.locked)} && ` +
        `(${equals('eventName', LOCK_EVENTS)} || ${byHand(GUARD_EVENTS)})))`,
    ),
  }),
  told({
    id: 'key-at-risk',
    metric: 'KeysAtRisk',
    impact: 'A key is about to be lost or opened to others: what rests under it is at risk.',
    // For an hour: what a lost key stops rings meanwhile, and is folded into this one.
    of: 12,
    pattern: all(
      source('kms'),
      `(${equals('eventName', KEY_EVENTS)} || ${byHand(['PutKeyPolicy'])})`,
      equals('resources[0].ARN', audited.keys),
    ),
  }),
  told({
    id: 'trail-changed',
    metric: 'TrailChanges',
    impact: 'The record of who did what is stopped or changed: nothing after it can be proven.',
    pattern: all(
      `((${source('cloudtrail')} && ${equals('eventName', TRAIL_EVENTS)}) || ` +
        `(${source('logs')} && ${equals('requestParameters.logGroupName', [audited.trailLog])} && ` +
        `${equals('eventName', FILTER_EVENTS)}))`,
    ),
  }),
  told({
    id: 'rules-changed',
    metric: 'RulesChanged',
    tells: 'ticket',
    impact:
      'Somebody changed a setting of the watcher: a limit may let through what it told before.',
    // The trail's only events of data in DynamoDB are writes to the configuration table.
    pattern: all(source('dynamodb'), '($.eventCategory = "Data")'),
  }),
];

const KEY_EVENTS = ['ScheduleKeyDeletion', 'DisableKey', 'DisableKeyRotation'];
const TRAIL_EVENTS = [
  'StopLogging',
  'DeleteTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'PutInsightSelectors',
];
/** Without its log or the filters over it nothing here rings. */
const FILTER_EVENTS = ['DeleteMetricFilter', 'DeleteLogGroup', 'DeleteLogStream'];

const LOCK_EVENTS = [
  'DeleteObject',
  'DeleteObjects',
  'PutObjectRetention',
  'PutObjectLegalHold',
  'PutBucketObjectLockConfiguration',
];
const GUARD_EVENTS = [
  'PutBucketVersioning',
  'PutBucketLifecycle',
  'PutBucketPolicy',
  'DeleteBucketPolicy',
];

function told(
  alarm: Pick<AuditAlarm, 'id' | 'metric' | 'impact' | 'pattern'> &
    Partial<Pick<Alarm, 'tells' | 'of'>>,
): AuditAlarm {
  return {
    tells: 'page',
    ...alarm,
    kind: 'failed',
    runbook: alarm.id,
    value: { namespace: AUDIT_NAMESPACE, name: alarm.metric, statistic: 'Sum' },
    when: '>',
    threshold: 0,
    periodMinutes: 5,
    periods: 1,
    missing: 'notBreaching',
  };
}
