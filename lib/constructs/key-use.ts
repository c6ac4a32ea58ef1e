import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

type Conditions = Record<string, Record<string, unknown>>;

/** What the account's administrators may do with a key: run it, never use it. */
export const ADMIN_ACTIONS = [
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

const ENVELOPE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** A service that calls KMS for a role, and what it says of the thing that it encrypts. */
export interface KeyUse {
  readonly service: string;
  /** Name in the encryption context. */
  readonly context: string;
  /** Patterns of its value. */
  readonly values: readonly string[];
  /** What the service needs beyond an envelope of data keys. */
  readonly more?: readonly string[];
}

export interface KeyPlace {
  readonly env: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export const keyPlaceOf = (scope: Construct, env: string): KeyPlace => {
  const { partition, region, account } = Stack.of(scope);
  return { env, partition, region, account };
};

const arn = ({ partition, region, account }: KeyPlace, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** With a bucket key the context names the bucket, without one the object. */
export const usedByBuckets = (place: KeyPlace, names: readonly string[]): KeyUse => ({
  service: 's3',
  context: 'aws:s3:arn',
  values: names
    .map((name) => `arn:${place.partition}:s3:::${name}`)
    .flatMap((bucket) => [bucket, `${bucket}/*`]),
});
export const usedByStreams = (place: KeyPlace): KeyUse => ({
  service: 'kinesis',
  context: 'aws:kinesis:arn',
  values: [arn(place, 'kinesis', `stream/sluice-${place.env}-*`)],
});
export const usedByTables = ({ env }: KeyPlace): KeyUse => ({
  service: 'dynamodb',
  context: 'aws:dynamodb:tableName',
  values: [`sluice-${env}-*`],
  more: ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
});
export const usedByQueues = (place: KeyPlace): KeyUse => ({
  service: 'sqs',
  context: 'aws:sqs:arn',
  values: [arn(place, 'sqs', '*')],
});
export const usedByTopics = (place: KeyPlace): KeyUse => ({
  service: 'sns',
  context: 'aws:sns:topicArn',
  values: [arn(place, 'sns', `sluice-${place.env}-*`)],
});
export const usedBySecrets = (place: KeyPlace): KeyUse => ({
  service: 'secretsmanager',
  context: 'SecretARN',
  values: [arn(place, 'secretsmanager', 'secret:*')],
});

const contextOf = ({ context, values }: KeyUse): Conditions => ({
  StringLike: { [`kms:EncryptionContext:${context}`]: values },
});

const titled = (service: string): string => service.charAt(0).toUpperCase() + service.slice(1);

/** Roles of this account, as their own policies allow, through one service, for what is ours of it. */
export const throughService = ({ account, region }: KeyPlace, use: KeyUse): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: `Through${titled(use.service)}`,
    principals: [new iam.AccountRootPrincipal()],
    actions: [...ENVELOPE, ...(use.more ?? [])],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': `${use.service}.${region}.amazonaws.com`,
      },
      ...contextOf(use),
    },
  });

/** Services that keep using a key after the call that set it up: they hold a grant, bound to their resource. */
export const grantsFor = (
  { account, region }: KeyPlace,
  services: readonly string[],
): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'GrantsToServices',
    principals: [new iam.AccountRootPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
      },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    },
  });

/**
 * Services that check a role's rights on the key by using it while they set a resource up, and say nothing of that
 * resource in the context.
 */
export const throughServices = (
  { account, region }: KeyPlace,
  sid: string,
  services: readonly string[],
  more: readonly string[] = [],
): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid,
    principals: [new iam.AccountRootPrincipal()],
    actions: [...ENVELOPE, ...more],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
      },
    },
  });

/** A service that calls in its own name, for what is ours of another service. */
export const byService = (
  sid: string,
  principal: string,
  use: KeyUse | undefined,
  { actions = ENVELOPE, conditions = {} }: { actions?: string[]; conditions?: Conditions } = {},
): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(principal)],
    actions,
    resources: ['*'],
    conditions: { ...(use && contextOf(use)), ...conditions },
  });
