import { Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { StorageStack } from '../../storage-stack';
import { allow, allowDefaultDatabase, allowKey, allowTables } from '../allow';

export interface Queries {
  readonly workgroup: string;
  /** Where the workgroup's results go, e.g. `analysts/`. */
  readonly results: string;
  /** Databases, each with the prefix of its objects in the lake. */
  readonly layers: readonly string[];
}

const STATEMENTS = [
  'StartQueryExecution',
  'StopQueryExecution',
  'GetQueryExecution',
  'GetQueryResults',
  'GetWorkGroup',
].map((action) => `athena:${action}`);

const CATALOGUE = [
  'GetDatabase',
  'GetDatabases',
  'GetTable',
  'GetTables',
  'GetPartition',
  'GetPartitions',
  'BatchGetPartition',
].map((action) => `glue:${action}`);

/**
 * Statements over some layers. Objects are Athena's to read: the role itself gets none of them, so that the
 * workgroup's bound on what a statement scans, and its history, hold for everything that is read.
 */
export function allowQueries(
  role: iam.Role,
  { keys, buckets }: Pick<StorageStack, 'keys' | 'buckets'>,
  { workgroup, results, layers }: Queries,
): void {
  const stack = Stack.of(role);
  const arn = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'athena', resource, resourceName });
  const throughAthena = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } };

  allow(role, STATEMENTS, [arn('workgroup', workgroup)]);
  allow(role, ['athena:GetDataCatalog'], [arn('datacatalog', 'AwsDataCatalog')]);
  allowTables(role, CATALOGUE, Object.fromEntries(layers.map((layer) => [layer, ['*']])));
  allowDefaultDatabase(role);
  allow(
    role,
    ['s3:GetObject'],
    layers.map((layer) => buckets.lake.arnForObjects(`${layer}/*`)),
    throughAthena,
  );
  allow(role, ['s3:ListBucket'], [buckets.lake.bucketArn], {
    ...throughAthena,
    StringLike: { 's3:prefix': layers.map((layer) => `${layer}/*`) },
  });
  allow(role, ['s3:GetBucketLocation'], [buckets.lake.bucketArn], throughAthena);
  allow(
    role,
    ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    [buckets.results.arnForObjects(`${results}*`)],
    throughAthena,
  );
  allow(role, ['s3:GetBucketLocation'], [buckets.results.bucketArn], throughAthena);
  allowKey(role, keys.data, 'both', ['s3']);
}
