import { CfnCustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { allow, serviceOfThisAccount } from './allow';
import { LakeFunction } from './lake-function';
import { LakeLog } from './lake-log';
import { LakeQueue } from './lake-queue';

export interface NetworkGuardProps {
  readonly deployment: Deployment;
  /** Encrypts what is recorded. */
  readonly key: kms.IKey;
  readonly vpc: ec2.IVpc & { readonly vpcDefaultSecurityGroup: string };
  readonly users: readonly GatewayUsers[];
}

/** Members of a group, and the services that they reach by gateways. */
export interface GatewayUsers {
  readonly name: string;
  readonly group: ec2.ISecurityGroup;
  readonly gateways: readonly ('s3' | 'dynamodb')[];
}

/**
 * What a network needs of the key, which is made after it: a record of all traffic. And what CloudFormation
 * cannot do by itself: the default group closed, the lists of addresses behind gateways looked up.
 */
export class NetworkGuard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkGuardProps,
  ) {
    super(scope, id);
    this.record();
    const settled = this.settle();
    const groups = new Construct(this, 'Egress');
    for (const { name, group, gateways } of props.users) {
      const scope = new Construct(groups, name);
      for (const service of gateways) {
        new ec2.CfnSecurityGroupEgress(scope, service, {
          groupId: group.securityGroupId,
          description: `${service} by its gateway`,
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          destinationPrefixListId: settled.getAtt(service).toString(),
        });
      }
    }
  }

  private record(): void {
    const { deployment, key, vpc } = this.props;
    const { env, keepData, logRetentionDays } = deployment.config;
    const log = new LakeLog(this, 'Log', {
      name: `/aws/vpc/sluice-${env}`,
      key,
      retentionDays: logRetentionDays,
      stays: keepData,
    });
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'LogRole', {
      description: 'records the traffic of the network',
      assumedBy: serviceOfThisAccount(
        stack,
        'vpc-flow-logs.amazonaws.com',
        stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }),
      ),
    });
    allow(
      role,
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      [log.group.logGroupArn],
    );
    new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: log.group.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
      maxAggregationInterval: 600,
    }).node.addDependency(role);
  }

  private settle(): CfnCustomResource {
    const { deployment, key, vpc, users } = this.props;
    const handler = new LakeFunction(this, 'Settle', {
      deployment,
      entry: 'settle-network',
      timeout: Duration.minutes(1), // three calls
      memoryMb: 256,
      atOnce: 1,
      environment: { DEFAULT_GROUP: vpc.vpcDefaultSecurityGroup },
      key,
      outside: 'it makes the network usable',
    });
    const stack = Stack.of(this);
    const group = stack.formatArn({
      service: 'ec2',
      resource: 'security-group',
      resourceName: vpc.vpcDefaultSecurityGroup,
    });
    allow(
      handler.handRole,
      ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
      [group],
    );
    // AWS's own lists have no owner to name.
    allow(handler.handRole, ['ec2:DescribePrefixLists'], ['*']);
    const failed = new LakeQueue(this, 'Failed', {
      deployment,
      key,
      about: 'failed-network-changes',
      tells: 'machinery',
      impact: 'A deployment waits for its network: nothing new is deployed.',
    });
    handler.keepFailedEvents(failed, key);
    const settled = new CfnCustomResource(this, 'Settled', {
      serviceToken: handler.functionArn,
      serviceTimeout: 300,
    });
    const gateways = new Set(users.flatMap((user) => user.gateways));
    settled.addPropertyOverride(
      'PrefixLists',
      [...gateways].map((service) => `com.amazonaws.${stack.region}.${service}`),
    );
    handler.before(settled);
    return settled;
  }
}
