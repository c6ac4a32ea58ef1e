import { ArnFormat, Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { functionName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';

const TAG = 'NetworkPath';
const OUTSIDE = 'outside';
/** What an interface of Lambda in a subnet takes; none of it knows which function it is for. */
const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const DATA_ACTIONS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:PutObject',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:AbortMultipartUpload',
  's3:RestoreObject',
  's3:ListBucket',
  's3:ListBucketVersions',
];

/**
 * Says of a role that its calls come from elsewhere than the network: it belongs to a service that acts from its
 * own machines (Firehose, Redshift, replication, what Lambda puts away for a stream), or to people.
 */
export const worksOutside = (role: iam.Role): void => Tags.of(role).add(TAG, OUTSIDE);

/**
 * Objects of the bucket are for calls that come through the network's endpoint. Excepted is what AWS does on its
 * own behalf (logs, trails), what it does on behalf of somebody who was let in (Athena for an analyst or for a
 * run), and roles that say they work outside. Buckets can still be run from anywhere: locking oneself out of
 * a policy is not repaired easily.
 */
export function refuseOutsiders(bucket: s3.IBucket, storageEndpointId: string): void {
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'OutsideTheNetwork',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: DATA_ACTIONS,
      resources: [bucket.bucketArn, bucket.arnForObjects('*')],
      conditions: {
        StringNotEqualsIfExists: {
          'aws:SourceVpce': storageEndpointId,
          [`aws:PrincipalTag/${TAG}`]: OUTSIDE,
        },
        BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
  );
}

/**
 * Lets Lambda join the network for the functions of a stack, and not the functions' own code.
 * @returns what a function has to wait for: Lambda tries the permissions out when it makes one
 */
export function joinNetwork(role: iam.Role, { config }: Deployment): iam.ManagedPolicy {
  const stack = Stack.of(role);
  const known = stack.node.tryFindChild('NetworkInterfaces');
  const policy =
    known instanceof iam.ManagedPolicy
      ? known
      : new iam.ManagedPolicy(stack, 'NetworkInterfaces', {
          statements: interfaces(stack, config),
        });
  policy.attachToRole(role);
  return policy;
}

function interfaces(stack: Stack, { env }: Deployment['config']): iam.PolicyStatement[] {
  const ours = stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName(env, '*'),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new iam.PolicyStatement({ actions: INTERFACES, resources: ['*'] }),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: INTERFACES,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': ours } },
    }),
  ];
}
