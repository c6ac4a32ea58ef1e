import { configFor } from '../../../lib/config';
import { at, listOf, ofType, type Templates, type Value } from '../templates';
import { bucketsOf, KEY_OF, type Bucket, type Role } from './buckets';
import type { Checks } from './check';
import { plain, policyDiffers } from './compare';

const ANYBODY = 'Deny | AWS=*';
const IAM = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role';
const DIGESTS = 'AWSLogs/${AWS::AccountId}/CloudTrail-Digest/*';
const HEADER = 's3:x-amz-server-side-encryption';

/** What every bucket refuses, whoever asks. */
function refusedAlways({ role, resource: { id } }: Bucket): readonly string[] {
  const everything = `\${${id}.Arn} \${${id}.Arn}/*`;
  const put = `${ANYBODY} | s3:PutObject | \${${id}.Arn}/*`;
  const [header, key] = [HEADER, `${HEADER}-aws-kms-key-id`];
  // CloudTrail writes its digests under S3's own key.
  const encrypted = role === 'audit' ? `not \${${id}.Arn}/${DIGESTS}` : `\${${id}.Arn}/*`;
  return [
    `${ANYBODY} | s3:* | ${everything} | Bool(aws:SecureTransport: false)`,
    `${ANYBODY} | s3:* | ${everything} | NumericLessThan(s3:TlsVersion: 1.2)`,
    `${ANYBODY} | s3:PutObject | ${encrypted} | Null(${header}: false) & StringNotEquals(${header}: aws:kms)`,
    `${put} | Null(${key}: false) & StringNotEquals(${key}: \${${KEY_OF(role)}.Arn})`,
    `${put} | Null(${HEADER}-customer-algorithm: false)`,
  ];
}

/** What is refused where data is kept: only the eraser erases, and nobody erases the trail. */
function refusedForKeeping({ role, resource: { id } }: Bucket, env: string): readonly string[] {
  const evidence = ['landing', 'audit'].includes(role);
  const actions = [
    's3:BypassGovernanceRetention',
    ...(evidence ? ['s3:DeleteObject'] : []),
    's3:DeleteObjectVersion',
  ].join(' ');
  const refused = (what: string, below = ''): string =>
    `${ANYBODY} | ${what} | \${${id}.Arn}/${below}*`;
  const but = (...people: readonly string[]): string =>
    `ArnNotEquals(aws:PrincipalArn: ${people.map((one) => `${IAM}/sluice-${env}-${one}`).join(' ')})`;
  const removal = 's3:DeleteObject';
  return [
    `${ANYBODY} | s3:DeleteBucket | \${${id}.Arn} | `,
    `${ANYBODY} | s3:PutObject s3:PutObjectRetention | \${${id}.Arn}/* | StringEquals(s3:object-lock-mode: COMPLIANCE)`,
    `${refused(actions)} | ${role === 'audit' ? '' : but('eraser')}`,
    // What was replayed goes from the archive, by the role that replayed it.
    ...(role === 'archive'
      ? [
          `${refused(removal)} | ${but('eraser', 'repair')}`,
          `${refused(removal, 'archive/')} | ${but('eraser')}`,
        ]
      : []),
  ];
}

const TRAIL = 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail';

/** Statements that only one bucket has. */
function ofItsOwn({ role, resource: { id } }: Bucket, env: string): readonly string[] {
  const trail = `Allow | Service=cloudtrail.amazonaws.com`;
  const source = `StringEquals(aws:SourceArn: ${TRAIL}/sluice-${env})`;
  const own: Readonly<Partial<Record<Role, readonly string[]>>> = {
    lake: [
      `${ANYBODY} | s3:GetObject s3:GetObjectVersion | \${${id}.Arn}/delivery-errors/* | ` +
        `ArnNotEquals(aws:PrincipalArn: ${IAM}/sluice-${env}-collect-failed-role)`,
    ],
    logs: [
      `Allow | Service=logging.s3.amazonaws.com | s3:PutObject | \${${id}.Arn}/access/* | ` +
        `ArnLike(aws:SourceArn: arn:\${AWS::Partition}:s3:::sluice-${env}-*) & ` +
        'StringEquals(aws:SourceAccount: ${AWS::AccountId})',
    ],
    audit: [
      `${trail} | s3:GetBucketAcl | \${${id}.Arn} | ${source}`,
      `${trail} | s3:PutObject | \${${id}.Arn}/AWSLogs/\${AWS::AccountId}/* | ` +
        `${source} & StringEquals(s3:x-amz-acl: bucket-owner-full-control)`,
    ],
  };
  return own[role] ?? [];
}

function policies(lake: Templates): readonly string[] {
  const { env } = lake;
  return bucketsOf(lake).flatMap((bucket) => {
    const policy = ofType(lake, 'AWS::S3::BucketPolicy').find(
      ({ Properties }) => plain(Properties.Bucket) === `\${${bucket.resource.id}}`,
    );
    if (policy === undefined) return [`${bucket.resource.id} has no policy`];
    return policyDiffers(policy, policy.Properties.PolicyDocument, [
      ...refusedAlways(bucket),
      ...(configFor(env).keepData ? refusedForKeeping(bucket, env) : []),
      ...ofItsOwn(bucket, env),
    ]);
  });
}

export const bucketPolicyChecks: Checks = {
  'buckets refuse plain HTTP, old TLS, other keys and erasing, and allow nothing else': policies,

  'the role that erases opens with a second factor only': (lake) => {
    const [role] = ofType(lake, 'AWS::IAM::Role').filter(
      ({ Properties }) => Properties.RoleName === `sluice-${lake.env}-eraser`,
    );
    const trusts = listOf(at(role?.Properties.AssumeRolePolicyDocument, 'Statement'));
    const asks = (trust: Value): boolean =>
      at(trust, 'Condition', 'Bool', 'aws:MultiFactorAuthPresent') === 'true';
    return trusts.length > 0 && trusts.every(asks) ? [] : ['the eraser needs no second factor'];
  },

  'only the mover of failed deliveries has the name that may read them': (lake) => {
    const named = ofType(lake, 'AWS::IAM::Role').filter(
      ({ Properties }) => Properties.RoleName === `sluice-${lake.env}-collect-failed-role`,
    );
    const ids = named.map(({ id }) => id);
    return ids.length === 1 && /^BronzeCollectRole/.test(ids[0] ?? '')
      ? []
      : [`roles of that name: ${ids.join(', ')}`];
  },
};
