import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bucketName, type BucketRole } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { UNDO_DAYS, lifecycleOf } from '../lifecycles';
import { guard } from './bucket-guards';
import { classify, type Classification } from './classify';

export interface LakeBucketProps {
  readonly deployment: Deployment;
  readonly role: BucketRole;
  readonly key: kms.IKey;
  /** Receives the access log; absent for that bucket itself. */
  readonly accessLogs?: s3.IBucket;
}

/** By the worst that a bucket holds. */
const HOLDS: Readonly<Record<BucketRole, Classification>> = {
  landing: 'Restricted',
  archive: 'Restricted',
  lake: 'Confidential',
  results: 'Confidential',
  audit: 'Confidential',
  logs: 'Internal',
};
/** Written once, and evidence from then on. */
const LOCKED: readonly BucketRole[] = ['archive', 'audit'];

/**
 * Stateful. A bucket that only TLS reaches, that nothing public reaches, that takes objects under its own key
 * only, keeps what was replaced for some days, and tells EventBridge of every new object. Nothing empties it: a
 * bucket that goes with its stack must be emptied first.
 */
export class LakeBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    super(scope, id);
    const { deployment, role, key, accessLogs } = props;
    const { config, place } = deployment;

    this.bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: bucketName(place, role),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      ...(LOCKED.includes(role) ? lockOf(config.storage.objectLock) : {}),
      lifecycleRules: [
        {
          id: 'unfinished-uploads',
          // Athena, Firehose and the file door upload in parts; the longest takes hours.
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(UNDO_DAYS[role]),
          // Of an object that ended, the marker would stay for ever, and listings of versions pass over it.
          expiredObjectDeleteMarker: true,
        },
        ...lifecycleOf(role, config),
      ],
      // Below 128 KB an object costs more in another class than it saves.
      transitionDefaultMinimumObjectSize:
        s3.TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K,
      removalPolicy: config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    classify(this, HOLDS[role]);
    guard({ config, role, bucket: this.bucket, key });

    const resource = this.bucket.node.defaultChild;
    if (resource instanceof s3.CfnBucket) {
      // CDK's own switch sets this through a Lambda of its own; CloudFormation has the property.
      resource.notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
      // CDK's own would let the service of access logs do everything with the key.
      resource.loggingConfiguration = accessLogs && {
        destinationBucketName: accessLogs.bucketName,
        logFilePrefix: `access/${role}/`,
      };
    }
  }
}

function lockOf(
  lock: Deployment['config']['storage']['objectLock'],
): Pick<s3.BucketProps, 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  if (lock === 'off') return {};
  const period = Duration.days(lock.days);
  const { governance, compliance } = s3.ObjectLockRetention;
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention:
      lock.mode === 'GOVERNANCE' ? governance(period) : compliance(period),
  };
}
