export const KEYS = ['DataKey2A0DE9E6', 'SensitiveKeyD95B10F4', 'HmacKey9C6F4D76'] as const;
export type Key = (typeof KEYS)[number];

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

const WAREHOUSE = ['redshift', 'redshift-data', 'redshift-serverless'];
const services = (...names: readonly string[]): string =>
  names
    .map((name) => `${name}.\${AWS::Region}.amazonaws.com`)
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
      `StringEquals(${OWN}) & StringEquals(kms:ViaService: ${services('backup', 'dynamodb', ...WAREHOUSE)})`,
    `Allow | ${ROOT} | ${ENVELOPE} kms:RetireGrant | * | StringEquals(${OWN}) & ` +
      `StringEquals(kms:ViaService: ${services('backup')})`,
    `Allow | ${ROOT} | ${ENVELOPE} | * | StringEquals(${OWN}) & StringEquals(kms:ViaService: ${services(...WAREHOUSE)})`,
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

/** What the policy of each key says, a line a statement, as `statementLine` writes them. */
export const KEY_POLICIES: Readonly<Record<Key, (env: string) => readonly string[]>> = {
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
