import { at, listOf, ofType, text, word, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';

/** What people do that somebody is told of, by metric: conditions on events of the trail, all in one line each. */
const patternsOf = (lake: Templates): ReadonlyMap<string, string> =>
  new Map(
    ofType(lake, 'AWS::Logs::MetricFilter')
      .filter(({ stack }) => stack === 'Monitoring')
      .map(({ Properties }) => [
        word(at(Properties.MetricTransformations, 0, 'MetricName')),
        word(plain(Properties.FilterPattern)).replace(
          /\$\{referenceto\w*?OutputsSluice[a-z]+Storage(\w+?)[0-9A-F]{8}(?:Arn|Ref)\}/g,
          '<$1>',
        ),
      ]),
  );

const event = (...names: readonly string[]): string =>
  `(${names.map((name) => `($.eventName = "${name}")`).join(' || ')})`;
/** Not by a deployment. */
const BY_HAND = '($.sourceIPAddress != "cloudformation.amazonaws.com")';
const WANTED = (env: string): Readonly<Record<string, string>> => ({
  HumanDecrypts:
    `{ ($.eventSource = "kms.amazonaws.com") && ${event('Decrypt')} && ` +
    `(($.resources[0].ARN = "<SensitiveKey>")) && ($.userIdentity.arn != "*:assumed-role/Sluice-${env}-*") }`,
  LockBypasses:
    `{ ((($.eventSource = "sts.amazonaws.com") && ($.requestParameters.roleArn = "*:role/sluice-${env}-eraser")) || ` +
    '(($.eventSource = "s3.amazonaws.com") && (($.requestParameters.bucketName = "<LandingBucket>") || ' +
    '($.requestParameters.bucketName = "<ArchiveBucket>")) && ' +
    `(${event('DeleteObject', 'DeleteObjects', 'PutObjectRetention', 'PutObjectLegalHold', 'PutBucketObjectLockConfiguration')} || ` +
    `(${event('PutBucketVersioning', 'PutBucketLifecycle', 'PutBucketPolicy', 'DeleteBucketPolicy')} && ${BY_HAND})))) }`,
  KeysAtRisk:
    `{ ($.eventSource = "kms.amazonaws.com") && (${event('ScheduleKeyDeletion', 'DisableKey', 'DisableKeyRotation')} || (${event('PutKeyPolicy')} && ${BY_HAND})) && ` +
    '(($.resources[0].ARN = "<DataKey>") || ($.resources[0].ARN = "<SensitiveKey>") || ($.resources[0].ARN = "<HmacKey>")) }',
  TrailChanges:
    '{ ((($.eventSource = "cloudtrail.amazonaws.com") && ' +
    `${event('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors')}) || ` +
    '(($.eventSource = "logs.amazonaws.com") && (($.requestParameters.logGroupName = "<TrailLogGroup>")) && ' +
    `${event('DeleteMetricFilter', 'DeleteLogGroup', 'DeleteLogStream')})) }`,
  RulesChanged: '{ ($.eventSource = "dynamodb.amazonaws.com") && ($.eventCategory = "Data") }',
});

export const auditChecks: Checks = {
  'the trail is asked for what nobody may do unseen': (lake) => {
    const given = Object.fromEntries([...patternsOf(lake)].sort());
    return differs('filters', given, WANTED(lake.env));
  },

  'each find counts, in a metric that costs nothing while there is none': (lake) => {
    const filters = ofType(lake, 'AWS::Logs::MetricFilter');
    const found = filters.flatMap(({ id, Properties }) => [
      ...(text(Properties.LogGroupName).includes('Trail') ? [] : [`${id} reads another log`]),
      ...differs(`${id} transformations`, listOf(Properties.MetricTransformations).length, 1),
      ...listOf(Properties.MetricTransformations).flatMap((one) => [
        ...differs(`${id} namespace`, at(one, 'MetricNamespace'), 'Sluice/Audit'),
        ...differs(`${id} value`, at(one, 'MetricValue'), '1'),
        ...differs(`${id} default`, at(one, 'DefaultValue'), null),
      ]),
    ]);
    return filters.length === 5 ? found : [`${filters.length} filters`, ...found];
  },
};
