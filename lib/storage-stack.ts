import { NestedStack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { bucketName, type BucketRole } from '../lambdas/shared/names';
import { dataKey } from './constructs/data-key';
import { keyPlaceOf, usedByBuckets, usedByStreams } from './constructs/key-use';
import { LakeBackup } from './constructs/lake-backup';
import { LakeBucket } from './constructs/lake-bucket';
import { LakeKey } from './constructs/lake-key';
import { LakeTrail } from './constructs/lake-trail';
import { replicate } from './constructs/replication';
import type { Deployment } from './deployment';

export interface StorageStackProps {
  readonly deployment: Deployment;
}

/** Keys, buckets and the trail of who touched them. Stateful through and through: everything later rests here. */
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
  /** What people and roles did, for metric filters. */
  readonly trailLog: logs.ILogGroup;

  constructor(scope: Construct, id: string, { deployment }: StorageStackProps) {
    super(scope, id);
    const { config } = deployment;
    this.keys = this.makeKeys(deployment);
    const { data, sensitive } = this.keys;
    if (config.keepData) this.backup = new LakeBackup(this, 'Backup', { deployment, key: data });

    const { bucket: logs } = new LakeBucket(this, 'Logs', { deployment, role: 'logs', key: data });
    const bucket = (name: string, role: BucketRole, key: kms.IKey): s3.Bucket =>
      new LakeBucket(this, name, { deployment, role, key, accessLogs: logs }).bucket;
    const buckets = {
      logs,
      lake: bucket('Lake', 'lake', data),
      landing: bucket('Landing', 'landing', sensitive),
      archive: bucket('Archive', 'archive', sensitive),
      results: bucket('Results', 'results', data),
      audit: bucket('Audit', 'audit', data),
    };
    this.buckets = buckets;
    this.trailLog = new LakeTrail(this, 'Trail', { deployment, key: data, buckets }).log;

    const { replication } = config.storage;
    if (replication !== 'off') {
      replicate(this, 'Replication', { env: config.env, replication, keys: this.keys, buckets });
    }
  }

  private makeKeys(deployment: Deployment): StorageStack['keys'] {
    const place = keyPlaceOf(this, deployment.config.env);
    const clear = (['landing', 'archive'] as const).map((role) =>
      bucketName(deployment.place, role),
    );
    const { key: data } = dataKey(this, 'DataKey', { deployment });
    const { key: sensitive } = new LakeKey(this, 'SensitiveKey', {
      deployment,
      name: 'sensitive',
      description: 'streams, landing, archive: records as sent',
      uses: [usedByBuckets(place, clear), usedByStreams(place)],
    });
    const { key: hmac } = new LakeKey(this, 'HmacKey', {
      deployment,
      name: 'hmac',
      description: 'derives the subkeys of tokens',
      uses: [],
    });
    return { data, sensitive, hmac };
  }
}
