import {
  at,
  listOf,
  ofType,
  text,
  word,
  type Resource,
  type Templates,
  type Value,
} from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';

const trails = (lake: Templates): readonly Resource[] => ofType(lake, 'AWS::CloudTrail::Trail');
const of = (lake: Templates, property: string): Value =>
  plain(trails(lake)[0]?.Properties[property]);

/** Each selector in one line: its fields, sorted. */
const selectorLines = (lake: Templates): readonly string[] =>
  listOf(trails(lake)[0]?.Properties.AdvancedEventSelectors)
    .map((selector) =>
      listOf(at(selector, 'FieldSelectors'))
        .map((field) => text(plain(field)))
        .sort()
        .join(),
    )
    .sort();

const field = (name: string, operator: string, ...values: readonly string[]): string =>
  JSON.stringify(
    operator === 'Equals' ? { Equals: values, Field: name } : { Field: name, [operator]: values },
  );
const data = (buckets: readonly string[], ...more: readonly string[]): string =>
  [
    field('eventCategory', 'Equals', 'Data'),
    field('resources.type', 'Equals', 'AWS::S3::Object'),
    field('resources.ARN', 'StartsWith', ...buckets.map((bucket) => `\${${bucket}.Arn}/`)),
    ...more,
  ]
    .sort()
    .join();

const TABLE = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table';

export const trailChecks: Checks = {
  'one trail records every region, signs its files and is on': (lake) =>
    trails(lake).length !== 1
      ? [`${trails(lake).length} trails`]
      : [
          ...differs('TrailName', of(lake, 'TrailName'), `sluice-${lake.env}`),
          ...[
            'IsLogging',
            'IsMultiRegionTrail',
            'IncludeGlobalServiceEvents',
            'EnableLogFileValidation',
          ].flatMap((property) => differs(property, of(lake, property), true)),
        ],

  'the trail rests in its own bucket and log group, under the data key': (lake) => {
    const log = ofType(lake, 'AWS::Logs::LogGroup').find(
      ({ Properties }) => Properties.LogGroupName === `/aws/cloudtrail/sluice-${lake.env}`,
    );
    return [
      ...differs('bucket', of(lake, 'S3BucketName'), '${AuditBucket7486E833}'),
      ...differs('key', of(lake, 'KMSKeyId'), '${DataKey2A0DE9E6.Arn}'),
      ...differs('group', of(lake, 'CloudWatchLogsLogGroupArn'), `\${${log?.id ?? 'none'}.Arn}`),
      ...differs('key of the group', plain(log?.Properties.KmsKeyId), '${DataKey2A0DE9E6.Arn}'),
      ...differs('days', log?.Properties.RetentionInDays, lake.config.logRetentionDays),
    ];
  },

  'the trail records management, every touch of clear values, writes to the lake and to settings': (
    lake,
  ) =>
    differs(
      'selectors',
      [...selectorLines(lake)],
      [
        field('eventCategory', 'Equals', 'Management'),
        data(['LandingBucket6D60388F', 'ArchiveBucket49F1AC64']),
        data(['LakeBucketB1D32E10'], field('readOnly', 'Equals', 'false')),
        [
          field('eventCategory', 'Equals', 'Data'),
          field('resources.type', 'Equals', 'AWS::S3::Object'),
          field('resources.ARN', 'StartsWith', '${LakeBucketB1D32E10.Arn}/delivery-errors/'),
          field('readOnly', 'Equals', 'true'),
        ]
          .sort()
          .join(),
        [
          field('eventCategory', 'Equals', 'Data'),
          field('resources.type', 'Equals', 'AWS::DynamoDB::Table'),
          field('resources.ARN', 'Equals', `${TABLE}/sluice-${lake.env}-configuration`),
          field('readOnly', 'Equals', 'false'),
        ]
          .sort()
          .join(),
      ].sort(),
    ),

  'the trail may write its own log streams, and nothing else': (lake) => {
    const roleId = word(of(lake, 'CloudWatchLogsRoleArn')).replace(/\$\{(\w+)\.Arn\}/, '$1');
    const policies = ofType(lake, 'AWS::IAM::ManagedPolicy').filter(({ Properties }) =>
      text(Properties.Roles).includes(roleId),
    );
    const role = ofType(lake, 'AWS::IAM::Role').find(({ id }) => id === roleId);
    const stream =
      'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:' +
      `/aws/cloudtrail/sluice-${lake.env}:log-stream:` +
      '${AWS::AccountId}_CloudTrail_${AWS::Region}*';
    if (role === undefined || policies.length !== 1) return [`${policies.length} policies`];
    return [
      ...policies.flatMap((policy) =>
        policyDiffers(policy, policy.Properties.PolicyDocument, [
          `Allow |  | logs:CreateLogStream logs:PutLogEvents | ${stream} | `,
        ]),
      ),
      ...policyDiffers(role, role.Properties.AssumeRolePolicyDocument, [
        'Allow | Service=cloudtrail.amazonaws.com | sts:AssumeRole |  | ',
      ]),
    ];
  },
};
