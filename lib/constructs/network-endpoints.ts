import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BUCKETS, bucketName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import type { PrivateNetwork } from './private-network';

/** What functions and the warehouse do with objects and items; a policy of an endpoint lets nothing else through. */
const OBJECT_ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:ListBucket',
  's3:GetBucketLocation',
];
const ITEM_ACTIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
].map((action) => `dynamodb:${action}`);

export interface NetworkEndpointsProps {
  readonly deployment: Deployment;
  readonly network: PrivateNetwork;
  /** Names of services as endpoints have them, e.g. `redshift-data`. */
  readonly interfaces: readonly string[];
  /** How many zones hold an interface endpoint: each costs by the hour. */
  readonly zones: number;
  readonly tables: boolean;
}

/** The ways out of a network: to this account's buckets, tables and services, as this account only. */
export class NetworkEndpoints extends Construct {
  /** Of S3, for conditions of buckets. */
  readonly storageEndpointId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkEndpointsProps,
  ) {
    super(scope, id);
    const { network, interfaces, zones, tables } = props;
    const storage = this.gateway('Storage', ec2.GatewayVpcEndpointAwsService.S3);
    for (const statement of this.objects()) storage.addToPolicy(statement);
    this.storageEndpointId = storage.vpcEndpointId;
    if (tables) {
      const gateway = this.gateway('Tables', ec2.GatewayVpcEndpointAwsService.DYNAMODB);
      gateway.addToPolicy(this.items());
    }
    const services = new Construct(this, 'Services');
    for (const name of interfaces) {
      const endpoint = new ec2.InterfaceVpcEndpoint(services, name, {
        vpc: network.vpc,
        service: new ec2.InterfaceVpcEndpointAwsService(name),
        subnets: { subnets: network.subnets.slice(0, zones) },
        securityGroups: [network.endpoints],
        privateDnsEnabled: true,
        // CDK would open it to the whole network.
        open: false,
      });
      endpoint.addToPolicy(this.own());
    }
  }

  private gateway(id: string, service: ec2.IGatewayVpcEndpointService): ec2.GatewayVpcEndpoint {
    return new ec2.GatewayVpcEndpoint(this, id, { vpc: this.props.network.vpc, service });
  }

  /** Buckets by name: they belong to a stack after this one. */
  private objects(): readonly iam.PolicyStatement[] {
    const { partition, region } = Stack.of(this);
    const { place } = this.props.deployment;
    const ours = BUCKETS.map((role) => `arn:${partition}:s3:::${bucketName(place, role)}`);
    // CloudFormation's own bucket, in which a custom resource leaves its answer; its name spells the region in one.
    const answers = `cloudformation-custom-resource-response-${Fn.join('', Fn.split('-', region))}`;
    return [
      this.allowed(OBJECT_ACTIONS, [...ours, ...ours.map((arn) => `${arn}/*`)]),
      new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [`arn:${partition}:s3:::${answers}/*`],
      }),
    ];
  }

  private items(): iam.PolicyStatement {
    const { env } = this.props.deployment.config;
    const tables = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: `sluice-${env}-*`,
    });
    return this.allowed(ITEM_ACTIONS, [tables]);
  }

  /** What a service may be asked is for roles to say; that nobody else asks, and for nobody else's, is said here. */
  private own(): iam.PolicyStatement {
    const { account } = Stack.of(this);
    return new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:PrincipalAccount': account },
        // Calls about no resource carry no such key.
        StringEqualsIfExists: { 'aws:ResourceAccount': account },
      },
    });
  }

  private allowed(actions: readonly string[], resources: readonly string[]): iam.PolicyStatement {
    return new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: [...actions],
      resources: [...resources],
      conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
    });
  }
}
