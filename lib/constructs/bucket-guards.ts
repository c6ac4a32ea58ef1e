import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DELIVERY_ERROR_PREFIX,
  functionRoleName,
  humanRoleName,
  type BucketRole,
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
/** Nothing of ours deletes here: lifecycle rules need no leave. */
const NEVER_DELETED: readonly BucketRole[] = ['landing', 'archive', 'audit'];

/** What a bucket refuses to everybody, administrators included, whatever their own policies allow. */
export function guard(props: GuardProps): void {
  const denied = [...otherKeys(props), ...erasing(props), ...clearFailures(props)];
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

/** A put without headers takes the bucket's key: Firehose, Athena and people need not know it. */
function otherKeys({ bucket, key }: GuardProps): readonly iam.PolicyStatement[] {
  const header = 's3:x-amz-server-side-encryption';
  const given = (name: string): Conditions => ({ Null: { [name]: 'false' } });
  const keyHeader = `${header}-aws-kms-key-id`;
  return [
    deny(bucket, 'OtherEncryption', ['s3:PutObject'], {
      ...given(header),
      StringNotEquals: { [header]: 'aws:kms' },
    }),
    deny(bucket, 'OtherKey', ['s3:PutObject'], {
      ...given(keyHeader),
      StringNotEquals: { [keyHeader]: key.keyArn },
    }),
    deny(bucket, 'KeyOfTheCaller', ['s3:PutObject'], given(`${header}-customer-algorithm`)),
  ];
}

/**
 * Where data is kept, one role erases, and nobody erases the trail of it. The role opens with a second factor only;
 * its session shows no trace of that, so a condition here would refuse the eraser too.
 */
function erasing({ config, role, bucket }: GuardProps): readonly iam.PolicyStatement[] {
  if (!config.keepData) return [];
  const { account, partition } = Stack.of(bucket);
  const eraser = `arn:${partition}:iam::${account}:role/${humanRoleName(config.env, 'eraser')}`;
  const actions = NEVER_DELETED.includes(role) ? [...ERASE, 's3:DeleteObject'] : ERASE;
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
  return [
    removeBucket,
    ...(forever ? [] : [lockForever]),
    role === 'audit'
      ? deny(bucket, 'Erase', actions)
      : deny(bucket, 'Erase', actions, { ArnNotEquals: { 'aws:PrincipalArn': eraser } }),
  ];
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
