import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bucketName, type BucketRole } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { classify, type Classification } from './classify';

export interface LakeBucketProps {
  readonly deployment: Deployment;
  readonly role: BucketRole;
  /** Absent only for the bucket of access logs: S3 writes them under its own key. */
  readonly key?: kms.IKey;
  /** Receives the access log. */
  readonly accessLogs?: s3.IBucket;
  readonly versioned?: boolean;
  readonly expireAfter?: Duration;
}

/** By the worst that a bucket holds. */
const HOLDS: Readonly<Record<BucketRole, Classification>> = {
  landing: 'Restricted',
  archive: 'Restricted',
  lake: 'Confidential',
  results: 'Confidential',
  logs: 'Internal',
};

/**
 * Stateful. A bucket that only TLS reaches, that nothing public reaches, and that tells EventBridge of
 * every new object. Nothing empties it: a bucket that goes with its stack must be emptied first.
 */
export class LakeBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    super(scope, id);
    const { deployment, role, key, accessLogs, versioned, expireAfter } = props;

    this.bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: bucketName(deployment.place, role),
      encryption: key ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey: key,
      bucketKeyEnabled: key ? true : undefined,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: versioned ?? false,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: accessLogs ? `access/${role}/` : undefined,
      lifecycleRules: [
        {
          id: 'unfinished-uploads',
          // Athena, Firehose and the file door upload in parts; the longest takes hours.
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          expiration: expireAfter,
          noncurrentVersionExpiration: versioned ? Duration.days(90) : undefined,
        },
      ],
      removalPolicy: deployment.config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });

    classify(this, HOLDS[role]);
    // CDK's own switch sets this through a Lambda of its own; CloudFormation has the property.
    const resource = this.bucket.node.defaultChild;
    if (resource instanceof s3.CfnBucket) {
      resource.notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
    }
  }
}
