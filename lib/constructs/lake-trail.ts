import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { trailArn, trailName, type BucketRole } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { allow } from './allow';
import { LakeLog } from './lake-log';
import { trailSelectors } from './trail-selectors';

export interface LakeTrailProps {
  readonly deployment: Deployment;
  readonly key: kms.IKey;
  readonly buckets: Readonly<
    Record<Extract<BucketRole, 'audit' | 'lake' | 'landing' | 'archive'>, s3.Bucket>
  >;
}

/**
 * Who did what: every management event of the account, every touch of clear values, every write to the lake and to
 * settings. Reads of the rest of the lake are Athena's, thousands a statement, and stand in its history. Files are signed and rest in a
 * bucket that nobody deletes from; alarms read the copy in the log group.
 */
export class LakeTrail extends Construct {
  /** For metric filters on what people do. */
  readonly log: LakeLog['group'];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeTrailProps,
  ) {
    super(scope, id);
    const { deployment, key, buckets } = props;
    const { env, keepData, logRetentionDays } = deployment.config;
    this.log = new LakeLog(this, 'Log', {
      name: `/aws/cloudtrail/${trailName(env)}`,
      key,
      retentionDays: logRetentionDays,
      stays: keepData,
    }).group;
    const role = this.logRole();
    this.allowFiles();

    const trail = new cloudtrail.CfnTrail(this, 'Trail', {
      trailName: trailName(env),
      isLogging: true,
      isMultiRegionTrail: true, // people and roles are global
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      s3BucketName: buckets.audit.bucketName,
      kmsKeyId: key.keyArn,
      cloudWatchLogsLogGroupArn: this.log.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      advancedEventSelectors: trailSelectors(Stack.of(this), env, buckets),
    });
    // CloudTrail tries its permissions out when it is made.
    trail.node.addDependency(role, buckets.audit.policy ?? buckets.audit);
  }

  private logRole(): iam.Role {
    const { account, region } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      description: 'copies the trail to its log group',
      // CloudTrail gives neither account nor trail when it takes this role, so no condition can hold.
      assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
    });
    const stream = `log-stream:${account}_CloudTrail_${region}*`;
    // The group's ARN ends in `:*`, which would allow every stream.
    const group = Stack.of(this).formatArn({
      service: 'logs',
      resource: `log-group:/aws/cloudtrail/${trailName(this.props.deployment.config.env)}`,
      resourceName: undefined,
    });
    allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${group}:${stream}`]);
    return role;
  }

  private allowFiles(): void {
    const { audit } = this.props.buckets;
    const { account, partition } = Stack.of(this);
    const statement = (
      sid: string,
      action: string,
      resource: string,
      conditions: Record<string, string> = {},
    ): iam.PolicyStatement =>
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: [action],
        resources: [resource],
        conditions: {
          StringEquals: {
            'aws:SourceArn': trailArn(this.props.deployment.place, partition),
            ...conditions,
          },
        },
      });
    audit.addToResourcePolicy(statement('TrailLooks', 's3:GetBucketAcl', audit.bucketArn));
    audit.addToResourcePolicy(
      statement('TrailWrites', 's3:PutObject', audit.arnForObjects(`AWSLogs/${account}/*`), {
        's3:x-amz-acl': 'bucket-owner-full-control',
      }),
    );
  }
}
