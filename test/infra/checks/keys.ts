import { configFor } from '../../../lib/config';
import { ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';

const KEYS = ['DataKey2A0DE9E6', 'SensitiveKeyD95B10F4', 'HmacKey9C6F4D76'] as const;
type Key = (typeof KEYS)[number];

const ROOT = 'AWS=arn:${AWS::Partition}:iam::${AWS::AccountId}:root';
const OWN = 'kms:CallerAccount: ${AWS::AccountId}';
const CONTEXT = 'StringLike(kms:EncryptionContext:';
const ENVELOPE = 'kms:Decrypt kms:GenerateDataKey';
const ADMINISTER =
  'kms:CancelKeyDeletion kms:CreateAlias kms:DeleteAlias kms:DescribeKey kms:DisableKey ' +
  'kms:DisableKeyRotation kms:EnableKey kms:EnableKeyRotation kms:GetKeyPolicy ' +
  'kms:GetKeyRotationStatus kms:ListGrants kms:ListKeyPolicies kms:ListResourceTags ' +
  'kms:PutKeyPolicy kms:RevokeGrant kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource ' +
  'kms:UpdateAlias kms:UpdateKeyDescription';

const arn = (service: string, resource: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const buckets = (env: string, ...roles: readonly string[]): string =>
  roles
    .map(
      (role) =>
        `arn:\${AWS::Partition}:s3:::sluice-${env}-${role}-\${AWS::AccountId}-\${AWS::Region}`,
    )
    .flatMap((bucket) => [bucket, `${bucket}/*`])
    .sort()
    .join(' ');

/** A role's use through a service, of things that the service names. */
const through = (service: string, name: string, values: string, actions = ENVELOPE): string =>
  `Allow | ${ROOT} | ${actions} | * | StringEquals(${OWN}) & ` +
  `StringEquals(kms:ViaService: ${service}.\${AWS::Region}.amazonaws.com) & ${CONTEXT}${name}: ${values})`;
/** A service's use in its own name. */
const by = (service: string, conditions: string, actions = ENVELOPE): string =>
  `Allow | Service=${service} | ${actions} | * | ${conditions}`;
const named = (name: string, values: string): string => `${CONTEXT}${name}: ${values})`;

const ADMINISTRATION = `Allow | ${ROOT} | ${ADMINISTER} | * | StringEquals(${OWN})`;
const OURS = 'StringEquals(aws:SourceAccount: ${AWS::AccountId})';

function dataKeyPolicy(env: string): readonly string[] {
  const trail = arn('cloudtrail', `trail/sluice-${env}`);
  const topics = named('aws:sns:topicArn', arn('sns', `sluice-${env}-*`));
  const grantees = ['backup', 'dynamodb', 'redshift', 'redshift-serverless'].map(
    (service) => `${service}.\${AWS::Region}.amazonaws.com`,
  );
  return [
    ADMINISTRATION,
    through('s3', 'aws:s3:arn', buckets(env, 'lake', 'results', 'logs', 'audit')),
    through(
      'dynamodb',
      'aws:dynamodb:tableName',
      `sluice-${env}-*`,
      'kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo',
    ),
    through('sqs', 'aws:sqs:arn', arn('sqs', '*')),
    through('sns', 'aws:sns:topicArn', arn('sns', `sluice-${env}-*`)),
    through('secretsmanager', 'SecretARN', arn('secretsmanager', 'secret:*')),
    `Allow | ${ROOT} | kms:CreateGrant | * | Bool(kms:GrantIsForAWSResource: true) & ` +
      `StringEquals(${OWN}) & StringEquals(kms:ViaService: ${grantees.sort().join(' ')})`,
    by(
      'logs.${AWS::Region}.amazonaws.com',
      named('aws:logs:arn', arn('logs', `log-group:*sluice-${env}*`)),
    ),
    by('delivery.logs.amazonaws.com', OURS),
    by('logging.s3.amazonaws.com', named('aws:s3:arn', buckets(env, 'logs'))),
    by(
      'cloudtrail.amazonaws.com',
      `StringEquals(aws:SourceArn: ${trail}) & ${named('aws:cloudtrail:arn', trail)}`,
      'kms:GenerateDataKey',
    ),
    by('cloudtrail.amazonaws.com', `StringEquals(aws:SourceArn: ${trail})`, 'kms:DescribeKey'),
    by('events.amazonaws.com', topics),
    by('events.amazonaws.com', named('aws:sqs:arn', arn('sqs', '*'))),
    ...['cloudwatch', 'budgets', 'costalerts'].map((service) =>
      by(`${service}.amazonaws.com`, `${OURS} & ${topics}`),
    ),
  ];
}

const POLICIES: Readonly<Record<Key, (env: string) => readonly string[]>> = {
  DataKey2A0DE9E6: dataKeyPolicy,
  SensitiveKeyD95B10F4: (env) => [
    ADMINISTRATION,
    through('s3', 'aws:s3:arn', buckets(env, 'landing', 'archive')),
    through('kinesis', 'aws:kinesis:arn', arn('kinesis', `stream/sluice-${env}-*`)),
  ],
  HmacKey9C6F4D76: () => [
    ADMINISTRATION,
    `Allow | ${ROOT} | kms:GenerateMac | * | StringEquals(${OWN}) & StringEquals(kms:MacAlgorithm: HMAC_SHA_256)`,
  ],
};

const found = (lake: Templates, id: Key): Resource | undefined =>
  ofType(lake, 'AWS::KMS::Key').find((key) => key.id === id);

export const keyChecks: Checks = {
  'there are three keys: for data, for clear values, for tokens': (lake) =>
    differs(
      'keys',
      ofType(lake, 'AWS::KMS::Key')
        .map(({ id }) => id)
        .sort(),
      [...KEYS].sort(),
    ),

  'each key is administered by the account and used through named services for our things only': (
    lake,
  ) =>
    KEYS.flatMap((id) => {
      const key = found(lake, id);
      if (key === undefined) return [`no key ${id}`];
      return policyDiffers(key, key.Properties.KeyPolicy, POLICIES[id](lake.env));
    }),

  'keys rotate where KMS rotates them, and wait 30 days before they are gone': (lake) =>
    KEYS.flatMap((id) => {
      const { KeySpec, KeyUsage, EnableKeyRotation, PendingWindowInDays, Enabled } =
        found(lake, id)?.Properties ?? {};
      const mac = id.startsWith('Hmac');
      return differs(
        id,
        [KeySpec ?? null, KeyUsage ?? null, EnableKeyRotation ?? false, PendingWindowInDays ?? 0],
        mac
          ? ['HMAC_256', 'GENERATE_VERIFY_MAC', false, 30]
          : ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', true, 30],
      ).concat(Enabled === undefined || Enabled === true ? [] : [`${id} is disabled`]);
    }),

  'keys stay when the stack goes, where the environment keeps its data': (lake) => {
    const wanted = configFor(lake.env).keepData ? 'Retain' : 'Delete';
    return ofType(lake, 'AWS::KMS::Key').flatMap(({ id, DeletionPolicy, UpdateReplacePolicy }) =>
      differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [wanted, wanted]),
    );
  },

  'each key has the alias that people find it by': (lake) =>
    differs(
      'aliases',
      ofType(lake, 'AWS::KMS::Alias')
        .map(({ Properties }) => [
          word(Properties.AliasName),
          word(plain(Properties.TargetKeyId)).replace(/\W/g, ''),
        ])
        .sort(),
      (['data', 'hmac', 'sensitive'] as const).map((name, index) => [
        `alias/sluice-${lake.env}-${name}`,
        `${[KEYS[0], KEYS[2], KEYS[1]][index] ?? ''}Arn`,
      ]),
    ),

  'what rests under the data key is named as its policy expects': (lake) => {
    const names: readonly (readonly [type: string, property: string, name: RegExp])[] = [
      ['AWS::Logs::LogGroup', 'LogGroupName', new RegExp(`sluice-${lake.env}`)],
      ['AWS::SNS::Topic', 'TopicName', new RegExp(`^sluice-${lake.env}-`)],
      ['AWS::DynamoDB::Table', 'TableName', new RegExp(`^sluice-${lake.env}-`)],
      ['AWS::Kinesis::Stream', 'Name', new RegExp(`^sluice-${lake.env}-`)],
    ];
    return names.flatMap(([type, property, name]) => {
      const resources = ofType(lake, type);
      if (resources.length === 0) return [`no ${type}`];
      return resources
        .filter(({ Properties }) => !name.test(text(plain(Properties[property])).slice(1, -1)))
        .map(({ id }) => `${id} is not named as the key's policy expects`);
    });
  },
};
