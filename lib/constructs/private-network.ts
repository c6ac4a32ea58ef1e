import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NetworkSettings } from '../settings';

const HTTPS = ec2.Port.tcp(443);

/** A network without a way out: private subnets, no internet gateway, no NAT; services are reached by endpoints. */
export class PrivateNetwork extends Construct {
  readonly vpc: ec2.Vpc;
  readonly subnets: readonly ec2.ISubnet[];
  /** Of the interface endpoints: lets in those that are let in by `admit`, sends nothing. */
  readonly endpoints: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, { cidr, zones }: NetworkSettings) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(cidr),
      // By number: the template fits any region.
      availabilityZones: Array.from({ length: zones }, (_, zone) => Fn.select(zone, Fn.getAzs())),
      subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      natGateways: 0,
      createInternetGateway: false,
      // CDK would close the default group by a function of its own with wide rights: `settle-network` does it.
      restrictDefaultSecurityGroup: false,
    });
    this.subnets = this.vpc.isolatedSubnets;
    this.endpoints = this.group('Endpoints', 'endpoints of services: let in who is admitted');
  }

  /** A security group that lets nothing in and out until something is said. */
  group(id: string, description: string): ec2.SecurityGroup {
    return new ec2.SecurityGroup(this, id, {
      vpc: this.vpc,
      description,
      allowAllOutbound: false,
    });
  }

  /** Lets members of a group reach the interface endpoints. */
  admit(group: ec2.SecurityGroup): void {
    const about = 'services by their endpoints';
    group.addEgressRule(ec2.Peer.securityGroupId(this.endpoints.securityGroupId), HTTPS, about);
    // A rule of its own: inside the two groups the rules would wait for each other.
    new ec2.CfnSecurityGroupIngress(group, 'Admitted', {
      groupId: this.endpoints.securityGroupId,
      sourceSecurityGroupId: group.securityGroupId,
      description: about,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
  }
}
