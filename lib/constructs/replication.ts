import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { READABLE_LAYERS } from '../layers';
import type { StorageSettings } from '../settings';
import { allow, allowObjects, serviceOfThisAccount } from './allow';
import { worksOutside } from './perimeter';

type Copies = Exclude<StorageSettings['replication'], 'off'>;

export interface ReplicationProps {
  readonly env: string;
  readonly replication: Copies;
  readonly keys: { readonly data: kms.IKey; readonly sensitive: kms.IKey };
  readonly buckets: { readonly lake: s3.Bucket; readonly archive: s3.Bucket };
}

interface Route {
  readonly from: s3.Bucket;
  readonly key: kms.IKey;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly prefixes: readonly string[];
}

/**
 * A copy of what cannot be made again, in another region and under its own keys. Deletions are not copied: what
 * somebody deletes here stays there, so an erasure has to be made there as well. Files as sent and failed
 * deliveries stay here.
 */
export function replicate(scope: Construct, id: string, props: ReplicationProps): void {
  const { replication: to, keys, buckets } = props;
  const routes: readonly Route[] = [
    {
      from: buckets.lake,
      key: keys.data,
      bucketArn: to.lakeBucketArn,
      keyArn: to.dataKeyArn,
      prefixes: READABLE_LAYERS.map((layer) => `${layer}/`),
    },
    {
      from: buckets.archive,
      key: keys.sensitive,
      bucketArn: to.archiveBucketArn,
      keyArn: to.sensitiveKeyArn,
      prefixes: ['archive/', 'inbox/'],
    },
  ];
  const role = new iam.Role(scope, id, {
    description: 'copies lake and archive to another region',
    assumedBy: serviceOfThisAccount(
      Stack.of(scope),
      's3.amazonaws.com',
      `arn:${Stack.of(scope).partition}:s3:::sluice-${props.env}-*`,
    ),
  });
  worksOutside(role);
  for (const route of routes) {
    allowRoute(role, route);
    const resource = route.from.node.defaultChild;
    if (!(resource instanceof s3.CfnBucket)) continue;
    resource.replicationConfiguration = { role: role.roleArn, rules: rulesOf(route, to.account) };
  }
}

function rulesOf(
  { bucketArn, keyArn, prefixes }: Route,
  account: string,
): s3.CfnBucket.ReplicationRuleProperty[] {
  return prefixes.map((prefix, priority) => ({
    id: prefix.replace('/', ''),
    status: 'Enabled',
    priority,
    filter: { prefix },
    deleteMarkerReplication: { status: 'Disabled' },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
    destination: {
      bucket: bucketArn,
      account,
      accessControlTranslation: { owner: 'Destination' },
      encryptionConfiguration: { replicaKmsKeyId: keyArn },
    },
  }));
}

function allowRoute(role: iam.Role, { from, key, bucketArn, keyArn, prefixes }: Route): void {
  const { region } = Stack.of(role);
  const below = prefixes.map((prefix) => `${prefix}*`);
  allow(role, ['s3:GetReplicationConfiguration', 's3:ListBucket'], [from.bucketArn]);
  allowObjects(
    role,
    from,
    [
      's3:GetObjectLegalHold',
      's3:GetObjectRetention',
      's3:GetObjectVersionAcl',
      's3:GetObjectVersionForReplication',
      's3:GetObjectVersionTagging',
    ],
    below,
  );
  allow(
    role,
    ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject', 's3:ReplicateTags'],
    below.map((prefix) => `${bucketArn}/${prefix}`),
  );
  allow(role, ['kms:Decrypt'], [key.keyArn], {
    StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [from.bucketArn, `${from.bucketArn}/*`] },
  });
  // The copy's region stands in its key's ARN.
  const copyRegion = keyArn.split(':')[3] ?? region;
  allow(role, ['kms:Encrypt', 'kms:GenerateDataKey'], [keyArn], {
    StringEquals: { 'kms:ViaService': `s3.${copyRegion}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
  });
}
