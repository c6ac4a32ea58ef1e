import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { keyAlias } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { classify } from './classify';

const ADMIN_ACTIONS = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`);

const USE_ACTIONS = {
  encrypt: [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
  mac: ['kms:GenerateMac', 'kms:VerifyMac', 'kms:DescribeKey'],
};

export interface LakeKeyProps {
  readonly deployment: Deployment;
  readonly name: 'data' | 'sensitive' | 'hmac';
  readonly description: string;
}

/**
 * Stateful. A key whose policy names actions: the account's administrators may run it, and roles use it as
 * their own policies allow. CDK's default policy is `kms:*` for the account.
 */
export class LakeKey extends Construct {
  readonly key: kms.Key;

  constructor(scope: Construct, id: string, { deployment, name, description }: LakeKeyProps) {
    super(scope, id);
    const mac = name === 'hmac';
    const account = new iam.AccountRootPrincipal();
    const statement = (sid: string, actions: string[]): iam.PolicyStatement =>
      new iam.PolicyStatement({ sid, principals: [account], actions, resources: ['*'] });

    this.key = new kms.Key(this, 'Key', {
      alias: keyAlias(deployment.config.env, name),
      description,
      keySpec: mac ? kms.KeySpec.HMAC_256 : kms.KeySpec.SYMMETRIC_DEFAULT,
      keyUsage: mac ? kms.KeyUsage.GENERATE_VERIFY_MAC : kms.KeyUsage.ENCRYPT_DECRYPT,
      // KMS rotates symmetric keys only; tokens get a new version by chaining instead.
      enableKeyRotation: !mac,
      pendingWindow: Duration.days(30),
      removalPolicy: deployment.config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new iam.PolicyDocument({
        statements: [
          statement('Administer', ADMIN_ACTIONS),
          statement('UseAsRolesAllow', mac ? USE_ACTIONS.mac : USE_ACTIONS.encrypt),
        ],
      }),
    });
    classify(this, name === 'data' ? 'Confidential' : 'Restricted');
  }

  /** Lets log groups of this account rest under the key, and log delivery write to them. */
  allowLogs(): void {
    const { region, account, partition } = Stack.of(this);
    const logs = `arn:${partition}:logs:${region}:${account}:*`;
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LogGroups',
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: USE_ACTIONS.encrypt.filter((action) => action !== 'kms:CreateGrant'),
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
      }),
    );
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LogDelivery',
        principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }

  /** Lets EventBridge put what it could not deliver into queues that rest under the key. */
  allowEvents(): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'UndeliveredEvents',
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
