import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import {
  ARCHIVE_PREFIX,
  DELIVERY_ERROR_PREFIX,
  functionRoleName,
  humanRoleName,
  type BucketRole,
  type HumanRole,
} from '../../lambdas/shared/names';
import type { Config } from '../config';

export interface GuardProps {
  readonly config: Config;
  readonly role: BucketRole;
  readonly bucket: s3.Bucket;
  readonly key: kms.IKey;
}
type Conditions = Record<string, Record<string, unknown>>;

/** Deleting a version is for good; a deletion without a version can be taken back. */
const ERASE = ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention'];

/** What a bucket refuses to everybody, administrators included, whatever their own policies allow. */
export function guard(props: GuardProps): void {
  const denied = [
    otherEncryption(props),
    ...otherKeys(props),
    ...keeping(props),
    ...erasing(props),
    ...clearFailures(props),
  ];
  for (const statement of denied) props.bucket.addToResourcePolicy(statement);
  if (props.role === 'logs') props.bucket.addToResourcePolicy(accessLogs(props));
}

/** The access logs of our own buckets, and of no other's. */
function accessLogs({ bucket, config }: GuardProps): iam.PolicyStatement {
  const { account, partition } = Stack.of(bucket);
  return new iam.PolicyStatement({
    sid: 'AccessLogs',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('access/*')],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:s3:::sluice-${config.env}-*` },
    },
  });
}

function deny(
  bucket: s3.Bucket,
  sid: string,
  actions: readonly string[],
  conditions?: Conditions,
  keys = '*',
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: [...actions],
    resources: [bucket.arnForObjects(keys)],
    conditions,
  });
}

const HEADER = 's3:x-amz-server-side-encryption';
const given = (name: string): Conditions => ({ Null: { [name]: 'false' } });

/**
 * A put without headers takes the bucket's key: Firehose, Athena and people need not know it. CloudTrail writes the
 * signed digests of its files with S3's own key whatever the trail's key is; they hold hashes only.
 */
function otherEncryption({ bucket, role }: GuardProps): iam.PolicyStatement {
  const digests = bucket.arnForObjects(`AWSLogs/${Stack.of(bucket).account}/CloudTrail-Digest/*`);
  return new iam.PolicyStatement({
    sid: 'OtherEncryption',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    ...(role === 'audit'
      ? { notResources: [digests] }
      : { resources: [bucket.arnForObjects('*')] }),
    conditions: { ...given(HEADER), StringNotEquals: { [HEADER]: 'aws:kms' } },
  });
}

function otherKeys({ bucket, key }: GuardProps): readonly iam.PolicyStatement[] {
  const keyHeader = `${HEADER}-aws-kms-key-id`;
  return [
    deny(bucket, 'OtherKey', ['s3:PutObject'], {
      ...given(keyHeader),
      StringNotEquals: { [keyHeader]: key.keyArn },
    }),
    deny(bucket, 'KeyOfTheCaller', ['s3:PutObject'], given(`${HEADER}-customer-algorithm`)),
  ];
}

/** Where data is kept, nobody removes a bucket or locks an object for ever. */
function keeping({ config, bucket }: GuardProps): readonly iam.PolicyStatement[] {
  if (!config.keepData) return [];
  const removeBucket = new iam.PolicyStatement({
    sid: 'RemoveBucket',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:DeleteBucket'],
    resources: [bucket.bucketArn],
  });
  const lockForever = deny(bucket, 'LockForever', ['s3:PutObject', 's3:PutObjectRetention'], {
    StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' },
  });
  const { objectLock } = config.storage;
  const forever = objectLock !== 'off' && objectLock.mode === 'COMPLIANCE';
  return [removeBucket, ...(forever ? [] : [lockForever])];
}

/**
 * Where data is kept, one role erases, and nobody erases the trail of it. The role opens with a second factor only;
 * its session shows no trace of that, so a condition here would refuse the eraser too. In the archive, what was
 * replayed goes, by another role: its versions stay until their lock ends.
 */
function erasing({ config, role, bucket }: GuardProps): readonly iam.PolicyStatement[] {
  if (!config.keepData) return [];
  const { account, partition } = Stack.of(bucket);
  const anybodyBut = (...names: readonly HumanRole[]): Conditions => ({
    ArnNotEquals: {
      'aws:PrincipalArn': names.map(
        (name) => `arn:${partition}:iam::${account}:role/${humanRoleName(config.env, name)}`,
      ),
    },
  });
  const eraserOnly = anybodyBut('eraser');
  switch (role) {
    case 'audit':
      return [deny(bucket, 'Erase', [...ERASE, 's3:DeleteObject'])];
    case 'landing':
      return [deny(bucket, 'Erase', [...ERASE, 's3:DeleteObject'], eraserOnly)];
    case 'archive':
      return [
        deny(bucket, 'Erase', ERASE, eraserOnly),
        deny(bucket, 'Remove', ['s3:DeleteObject'], anybodyBut('eraser', 'repair')),
        deny(bucket, 'RemoveRecords', ['s3:DeleteObject'], eraserOnly, `${ARCHIVE_PREFIX}*`),
      ];
    default:
      return [deny(bucket, 'Erase', ERASE, eraserOnly)];
  }
}

/** Failed deliveries hold records in clear: only the function that moves them out of the lake reads them. */
function clearFailures({ config, role, bucket }: GuardProps): readonly iam.PolicyStatement[] {
  if (role !== 'lake') return [];
  const { account, partition } = Stack.of(bucket);
  const mover = functionRoleName(config.env, 'collect-failed');
  return [
    deny(
      bucket,
      'ReadFailedDeliveries',
      ['s3:GetObject', 's3:GetObjectVersion'],
      { ArnNotEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${mover}` } },
      `${DELIVERY_ERROR_PREFIX}*`,
    ),
  ];
}
