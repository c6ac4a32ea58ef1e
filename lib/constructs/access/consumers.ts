import type { Stack } from 'aws-cdk-lib';
import { CfnOutput } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { AccessSettings } from '../../settings';
import type { Reach } from './parts';

type Consumer = AccessSettings['consumers'][number];

const THROUGH_ATHENA = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } };

/**
 * Another account reads gold through its own Athena: our bucket and key let it, objects of gold only. The catalogue's
 * policy is one per account and region and CloudFormation has no resource for it, so it is an output to be put once.
 */
export function shareGold(
  stack: Stack,
  { storage }: Pick<Reach, 'storage'>,
  { name, account }: Consumer,
): void {
  const { lake } = storage.buckets;
  const principals = [new iam.AccountPrincipal(account)];
  lake.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: `Read${sidOf(name)}`,
      principals,
      actions: ['s3:GetObject'],
      resources: [lake.arnForObjects('gold/*')],
      conditions: THROUGH_ATHENA,
    }),
  );
  lake.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: `List${sidOf(name)}`,
      principals,
      actions: ['s3:ListBucket'],
      resources: [lake.bucketArn],
      conditions: { ...THROUGH_ATHENA, StringLike: { 's3:prefix': 'gold/*' } },
    }),
  );
  storage.keys.data.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: `Decrypt${sidOf(name)}`,
      principals,
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` } },
    }),
  );
  new CfnOutput(stack, `CatalogPolicy${sidOf(name)}`, {
    description: `statement for "aws glue put-resource-policy": ${name} reads the catalogue of gold`,
    value: stack.toJsonString(catalogStatement(stack, account)),
  });
}

const sidOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '');

function catalogStatement(stack: Stack, account: string): object {
  const arn = (resource: string, resourceName?: string): string =>
    stack.formatArn({ service: 'glue', resource, resourceName });
  return {
    Effect: 'Allow',
    Principal: { AWS: `arn:${stack.partition}:iam::${account}:root` },
    Action: ['GetDatabase', 'GetTable', 'GetTables', 'GetPartition', 'GetPartitions'].map(
      (action) => `glue:${action}`,
    ),
    Resource: [arn('catalog'), arn('database', 'gold'), arn('table', 'gold/*')],
  };
}
