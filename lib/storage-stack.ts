import { Duration, NestedStack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketRole } from '../lambdas/shared/names';
import { LakeBackup } from './constructs/lake-backup';
import { LakeBucket } from './constructs/lake-bucket';
import { LakeKey } from './constructs/lake-key';
import type { Deployment } from './deployment';

export interface StorageStackProps {
  readonly deployment: Deployment;
}

/** Keys and buckets. Stateful through and through, and first: everything later rests here. */
export class StorageStack extends NestedStack {
  readonly keys: {
    /** Everything that holds no clear personal value. */
    readonly data: kms.IKey;
    /** Streams, landing and archive: data as sent, in clear. */
    readonly sensitive: kms.IKey;
    /** Tokens derive from it; it never leaves KMS. */
    readonly hmac: kms.IKey;
  };
  readonly buckets: Readonly<Record<BucketRole, s3.IBucket>>;
  /** Copies of the tables, where the environment keeps its data. */
  readonly backup?: LakeBackup;

  constructor(scope: Construct, id: string, { deployment }: StorageStackProps) {
    super(scope, id);
    const data = new LakeKey(this, 'DataKey', {
      deployment,
      name: 'data',
      description: 'tables, results, ledger, logs: nothing in clear',
    });
    data.allowLogs();
    data.allowEvents();
    const sensitive = new LakeKey(this, 'SensitiveKey', {
      deployment,
      name: 'sensitive',
      description: 'streams, landing, archive: records as sent',
    });
    const hmac = new LakeKey(this, 'HmacKey', {
      deployment,
      name: 'hmac',
      description: 'derives the subkeys of tokens',
    });
    if (deployment.config.keepData) {
      this.backup = new LakeBackup(this, 'Backup', { deployment, key: data.key });
    }
    this.keys = { data: data.key, sensitive: sensitive.key, hmac: hmac.key };

    const { bucket: logs } = new LakeBucket(this, 'Logs', {
      deployment,
      role: 'logs',
      expireAfter: Duration.days(deployment.config.logRetentionDays),
    });
    const logged = { deployment, accessLogs: logs };
    this.buckets = {
      logs,
      lake: new LakeBucket(this, 'Lake', { ...logged, role: 'lake', key: data.key }).bucket,
      landing: new LakeBucket(this, 'Landing', { ...logged, role: 'landing', key: sensitive.key })
        .bucket,
      archive: new LakeBucket(this, 'Archive', {
        ...logged,
        role: 'archive',
        key: sensitive.key,
        versioned: true,
      }).bucket,
      results: new LakeBucket(this, 'Results', {
        ...logged,
        role: 'results',
        key: data.key,
        // Data manifests and plans of a run lie here: audits and publish read them back within days.
        expireAfter: Duration.days(30),
      }).bucket,
    };
  }
}
