import { Stack } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as macie from 'aws-cdk-lib/aws-macie';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import type { DetectorSettings } from '../settings';

export interface DetectorsProps {
  readonly settings: DetectorSettings;
  /** Takes what Config records. */
  readonly logs: s3.IBucket;
}

const CONFIG_PREFIX = 'config';

/** Detectors of the whole account. One of each kind fits into an account: off where an organisation runs them. */
export class Detectors extends Construct {
  constructor(scope: Construct, id: string, { settings, logs }: DetectorsProps) {
    super(scope, id);
    if (settings.guardDuty) this.guardDuty();
    if (settings.config) this.config(logs);
    if (settings.macie) {
      new macie.CfnSession(this, 'Macie', {
        status: 'ENABLED',
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
      });
    }
    if (settings.securityHub) {
      new securityhub.CfnHub(this, 'SecurityHub', { enableDefaultStandards: true });
    }
  }

  private guardDuty(): void {
    new guardduty.CfnDetector(this, 'GuardDuty', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: ['S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS'].map((name) => ({
        name,
        status: 'ENABLED',
      })),
    });
  }

  /** Config's own role knows every service's reads; one of ours would have to follow AWS's list for ever. */
  private config(logs: s3.IBucket): void {
    const { account, partition } = Stack.of(this);
    const role = new iam.CfnServiceLinkedRole(this, 'ConfigRole', {
      awsServiceName: 'config.amazonaws.com',
    });
    const recorder = new config.CfnConfigurationRecorder(this, 'Recorder', {
      roleArn: `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    recorder.node.addDependency(role);
    new config.CfnDeliveryChannel(this, 'Channel', {
      s3BucketName: logs.bucketName,
      s3KeyPrefix: CONFIG_PREFIX,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    }).node.addDependency(recorder);
    this.allowRecords(logs);
  }

  private allowRecords(logs: s3.IBucket): void {
    const { account } = Stack.of(this);
    const statement = (
      sid: string,
      actions: string[],
      resource: string,
      conditions: Record<string, string> = {},
    ): iam.PolicyStatement =>
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal('config.amazonaws.com')],
        actions,
        resources: [resource],
        conditions: { StringEquals: { 'aws:SourceAccount': account, ...conditions } },
      });
    logs.addToResourcePolicy(
      statement('ConfigLooks', ['s3:GetBucketAcl', 's3:ListBucket'], logs.bucketArn),
    );
    logs.addToResourcePolicy(
      statement(
        'ConfigWrites',
        ['s3:PutObject'],
        logs.arnForObjects(`${CONFIG_PREFIX}/AWSLogs/${account}/Config/*`),
        { 's3:x-amz-acl': 'bucket-owner-full-control' },
      ),
    );
  }
}
