import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { producerRoleName } from '../../../lambdas/shared/names';
import type { AccessSettings } from '../../settings';
import { allow, allowKey, allowObjects } from '../allow';
import { worksOutside } from '../perimeter';
import type { RoleProps } from './parts';

type Producer = AccessSettings['producers'][number];

/** A source system: puts records on the streams of its contracts and files below its own prefix; reads nothing. */
export function producer(
  { scope, deployment, storage, ingestion }: RoleProps,
  { source, contracts, account }: Producer,
): iam.Role {
  const { env } = deployment.config;
  const trusted = new iam.AccountPrincipal(account ?? Stack.of(scope).account);
  const role = new iam.Role(scope, source, {
    roleName: producerRoleName(env, source),
    description: `source system ${source}: sends ${contracts.join(', ')}`,
    maxSessionDuration: Duration.hours(12),
    // Another account says for which source it comes, so that it cannot be talked into another one.
    assumedBy:
      account === undefined
        ? trusted
        : new iam.PrincipalWithConditions(trusted, { StringEquals: { 'sts:ExternalId': source } }),
  });
  worksOutside(role);
  const streams = ingestion.streams.filter(({ contract }) => contracts.includes(contract));
  if (streams.length < contracts.length) {
    throw new Error(
      `producer ${source} sends ${contracts.join(', ')}, but streams are only of ${ingestion.streams
        .map(({ contract }) => contract)
        .join(', ')}: see access.producers in lib/config.ts`,
    );
  }
  allow(
    role,
    [
      'kinesis:PutRecord',
      'kinesis:PutRecords',
      // The Producer Library asks for the shards before it packs records.
      'kinesis:ListShards',
      'kinesis:DescribeStreamSummary',
    ],
    streams.map(({ streamArn }) => streamArn),
  );
  const own = [`${source}/*`];
  allowObjects(role, storage.buckets.landing, ['s3:PutObject', 's3:AbortMultipartUpload'], own);
  allowKey(role, storage.keys.sensitive, 'write', ['kinesis', 's3']);
  // A file in parts: S3 decrypts the key of the parts. The role may read no object.
  allowKey(role, storage.keys.sensitive, 'read', ['s3']);
  return role;
}
