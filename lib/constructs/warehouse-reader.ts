import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StorageStack } from '../storage-stack';
import { allow, allowKey, allowList, allowObjects, allowTables } from './allow';
import { worksOutside } from './perimeter';

const GOLD = ['gold/*'];

/** What the warehouse reads the lake with: published tables and their objects, nothing below gold, no writing. */
export function warehouseReader(
  scope: Construct,
  { keys, buckets }: Pick<StorageStack, 'keys' | 'buckets'>,
): iam.Role {
  const role = new iam.Role(scope, 'Reader', {
    description: 'the warehouse reads gold',
    assumedBy: new iam.CompositePrincipal(
      ...['redshift.amazonaws.com', 'redshift-serverless.amazonaws.com'].map(
        (service) =>
          new iam.ServicePrincipal(service, {
            conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
          }),
      ),
    ),
  });
  allowTables(
    role,
    [
      'glue:GetDatabase',
      'glue:GetTable',
      'glue:GetTables',
      'glue:GetPartition',
      'glue:GetPartitions',
      'glue:BatchGetPartition',
    ],
    { gold: ['*'] },
  );
  allowObjects(role, buckets.lake, ['s3:GetObject'], GOLD);
  allowList(role, buckets.lake, GOLD);
  allow(role, ['s3:GetBucketLocation'], [buckets.lake.bucketArn]);
  allowKey(role, keys.data, 'read', ['s3']);
  // Scans of the lake run on machines of Redshift.
  worksOutside(role);
  return role;
}
