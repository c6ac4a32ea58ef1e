import { Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface LakeWorkgroupProps {
  readonly name: string;
  readonly about: string;
  readonly results: s3.IBucket;
  /** Where result files go, below the results bucket. */
  readonly prefix: string;
  readonly key: kms.IKey;
  readonly cutoffGb: number;
  /**
   * Whether a query must use the workgroup's result location. CTAS into a location of its own works only
   * when it must not.
   */
  readonly enforced: boolean;
  /** Query history goes with the workgroup instead of blocking its removal. */
  readonly removeWithHistory: boolean;
}

/** An Athena workgroup: engine version 3, encrypted results, a bound on what one statement scans. */
export class LakeWorkgroup extends Construct {
  readonly workgroupName: string;

  constructor(scope: Construct, id: string, props: LakeWorkgroupProps) {
    super(scope, id);
    new athena.CfnWorkGroup(this, 'Workgroup', {
      name: props.name,
      description: props.about,
      state: 'ENABLED',
      recursiveDeleteOption: props.removeWithHistory,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: props.enforced,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: props.cutoffGb * 1_000_000_000,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          // Names of buckets can be guessed, and made elsewhere before ours is.
          expectedBucketOwner: Stack.of(this).account,
          outputLocation: `s3://${props.results.bucketName}/${props.prefix}`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: props.key.keyArn },
        },
      },
    });
    this.workgroupName = props.name;
  }
}
