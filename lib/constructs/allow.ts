import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { grantTables } from './lake-grants';

/**
 * Our own verbs for permissions: exact actions on a prefix. CDK's grant methods allow whole buckets and
 * tables, and deleting with writing.
 */
export function allow(
  role: iam.Role,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Record<string, Record<string, unknown>>,
): void {
  policyOf(role, resources.includes('*') ? 'PolicyOnAll' : 'Policy').addStatements(
    new iam.PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
  );
}

/**
 * The policy of a role: managed, because auditors cannot list, compare or version an inline one. IAM takes
 * 6,144 characters of it. Actions that know no resources stand in one of their own: what is acknowledged of
 * its `*` says nothing of another `*`.
 */
function policyOf(role: iam.Role, id: 'Policy' | 'PolicyOnAll'): iam.ManagedPolicy {
  const known = role.node.tryFindChild(id);
  if (known instanceof iam.ManagedPolicy) return known;
  return new iam.ManagedPolicy(role, id, { roles: [role] });
}

/** @param prefixes of keys, each with its ending, e.g. `bronze/*` */
export function allowObjects(
  role: iam.Role,
  bucket: s3.IBucket,
  actions: readonly string[],
  prefixes: readonly string[],
): void {
  allow(
    role,
    actions,
    prefixes.map((prefix) => bucket.arnForObjects(prefix)),
  );
}

/** Listing keys below the prefixes. */
export function allowList(role: iam.Role, bucket: s3.IBucket, prefixes: readonly string[]): void {
  allow(role, ['s3:ListBucket'], [bucket.bucketArn], { StringLike: { 's3:prefix': prefixes } });
}

/**
 * Learning that a key is not there: without leave to list, S3 answers 403 instead of 404. A read names no
 * prefix, so the condition must hold without one.
 */
export function allowMissing(
  role: iam.Role,
  bucket: s3.IBucket,
  prefixes: readonly string[],
): void {
  allow(role, ['s3:ListBucket'], [bucket.bucketArn], {
    StringLikeIfExists: { 's3:prefix': prefixes },
  });
}

type ViaService =
  | 's3'
  | 'kinesis'
  | 'dynamodb'
  | 'sqs'
  | 'sns'
  | 'backup'
  | 'secretsmanager'
  | 'redshift-data'
  | 'redshift-serverless';
const KEY_USES = {
  read: ['kms:Decrypt'],
  write: ['kms:GenerateDataKey'],
  // A multipart upload decrypts its own parts' key; DynamoDB and SQS do both for every call.
  both: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/** Use of a key by the named services on the role's behalf; never by the role itself. */
export function allowKey(
  role: iam.Role,
  key: kms.IKey,
  use: keyof typeof KEY_USES,
  services: readonly ViaService[],
): void {
  const { region } = Stack.of(role);
  allow(role, KEY_USES[use], [key.keyArn], {
    StringEquals: { 'kms:ViaService': services.map((name) => `${name}.${region}.amazonaws.com`) },
  });
}

/** Lets services that go on using a key take a grant of it for the role's call, as they do of a customer's key. */
export function allowGrants(role: iam.Role, key: kms.IKey, services: readonly ViaService[]): void {
  const { region } = Stack.of(role);
  const through = {
    'kms:ViaService': services.map((name) => `${name}.${region}.amazonaws.com`),
  };
  allow(role, ['kms:DescribeKey'], [key.keyArn], { StringEquals: through });
  allow(role, ['kms:CreateGrant'], [key.keyArn], {
    StringEquals: through,
    Bool: { 'kms:GrantIsForAWSResource': 'true' },
  });
}

/** @param leadingKeys patterns of the partition key, e.g. `file#*` */
export function allowItems(
  role: iam.Role,
  table: dynamodb.ITable,
  actions: readonly string[],
  leadingKeys: readonly string[],
): void {
  allow(role, actions, [table.tableArn], {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys },
  });
}

/** @param tables by database, names or patterns, e.g. `{ staging: ['*'] }` */
export function allowTables(
  role: iam.Role,
  actions: readonly string[],
  tables: Readonly<Record<string, readonly string[]>>,
): void {
  const arn = (resource: string, resourceName?: string): string =>
    Stack.of(role).formatArn({ service: 'glue', resource, resourceName });
  if (grantTables(role, actions, tables)) allow(role, ['lakeformation:GetDataAccess'], ['*']);
  allow(role, actions, [
    arn('catalog'),
    ...Object.entries(tables).flatMap(([database, names]) => [
      arn('database', database),
      ...names.map((name) => arn('table', `${database}/${name}`)),
    ]),
  ]);
}

/** A statement of Athena may name no database: it then looks at `default`, and fails where it may not. */
export function allowDefaultDatabase(role: iam.Role): void {
  const arn = (resource: string, resourceName?: string): string =>
    Stack.of(role).formatArn({ service: 'glue', resource, resourceName });
  allow(role, ['glue:GetDatabase'], [arn('catalog'), arn('database', 'default')]);
}

/**
 * A trust condition against the confused deputy: the service may take the role for this account and the named
 * resource only. Lambda offers no such key for execution roles, and Firehose has its own, `sts:ExternalId`.
 * @param sourceArn of what the service acts for; may end in a wildcard
 */
export function serviceOfThisAccount(
  stack: Stack,
  service: string,
  sourceArn?: string,
): iam.IPrincipal {
  return new iam.ServicePrincipal(service, {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
    },
  });
}
