import { BUCKETS } from '../../../lambdas/shared/names';
import {
  at,
  listOf,
  ofType,
  text,
  type Resource,
  type Templates,
  type Value,
  word,
} from '../templates';
import type { Check, Checks } from './check';
import { differs, plain, policyDiffers } from './compare';
import { roleDiffers } from './role-policies';

const ACCOUNT = '${AWS::AccountId}';
const OURS = `StringEquals(aws:PrincipalAccount: ${ACCOUNT})`;
const HTTPS = { FromPort: 443, IpProtocol: 'tcp', ToPort: 443 };

/** The one network of an environment: everybody's, or the warehouse's own. */
interface Expected {
  readonly stack: 'Network' | 'Warehouse';
  /** Stack that holds what needs the key. */
  readonly guard: 'Storage' | 'Warehouse';
  readonly cidr: string;
  readonly zones: number;
  readonly interfaces: readonly string[];
  /** How many zones hold an interface endpoint. */
  readonly endpointZones: number;
  readonly tables: boolean;
  /** Groups that may go out, with the gateways each uses. */
  readonly groups: readonly (readonly [string, readonly string[]])[];
}
function expectedOf({ config: { network, warehouse } }: Templates): Expected | undefined {
  if (network !== 'off') {
    const base = ['athena', 'glue', 'kms', 'sns', 'states'];
    const on = warehouse !== 'off';
    return {
      stack: 'Network',
      guard: 'Storage',
      ...network,
      interfaces: [...base, ...(on ? ['redshift-data', 'redshift-serverless'] : [])].sort(),
      endpointZones: network.zones,
      tables: true,
      groups: [['Functions', ['dynamodb', 's3']], ...(on ? [['Warehouse', ['s3']] as const] : [])],
    };
  }
  if (warehouse === 'off') return undefined;
  return {
    stack: 'Warehouse',
    guard: 'Warehouse',
    cidr: '10.71.0.0/24',
    zones: 3,
    interfaces: ['glue'],
    endpointZones: 1,
    tables: false,
    groups: [['Workgroup', ['s3']]],
  };
}

const where =
  (check: (lake: Templates, wanted: Expected) => readonly string[]): Check =>
  (lake) => {
    const wanted = expectedOf(lake);
    if (wanted) return check(lake, wanted);
    return lake.all
      .filter(({ Type }) => Type.startsWith('AWS::EC2::'))
      .map(({ id }) => `${id} is there`);
  };
const named = (resources: readonly Resource[], part: string): readonly Resource[] =>
  resources.filter(({ id }) => id.includes(part));
const groupOf = (lake: Templates, part: string): string =>
  named(ofType(lake, 'AWS::EC2::SecurityGroup'), part)[0]?.id ?? `no group ${part}`;
const groupId = (id: string): Value => ({ 'Fn::GetAtt': [id, 'GroupId'] });

/** Of the network, by itself or handed on by its stack. */
const DEFAULT_GROUP =
  /^\{"(Fn::GetAtt":\["NetworkVpc\w+","|Ref":"reference\w+Network\w+Vpc\w+?)DefaultSecurityGroup"/;

/** All that a network may be made of: anything else could lead out of it. */
const PARTS = new Set(
  `VPC Subnet RouteTable SubnetRouteTableAssociation SecurityGroup SecurityGroupIngress SecurityGroupEgress
   VPCEndpoint FlowLog`
    .split(/\s+/)
    .map((part) => `AWS::EC2::${part}`),
);

export const networkChecks: Checks = {
  'nothing leads out of the network': where((lake, { cidr, zones, stack }) => {
    const parts = lake.all.filter(({ Type }) => Type.startsWith('AWS::EC2::'));
    const vpcs = ofType(lake, 'AWS::EC2::VPC');
    const subnets = ofType(lake, 'AWS::EC2::Subnet');
    return [
      ...parts.filter(({ Type }) => !PARTS.has(Type)).map(({ id, Type }) => `${id} is ${Type}`),
      ...differs(
        'networks',
        vpcs.map((vpc) => [vpc.stack, word(vpc.Properties.CidrBlock)]),
        [[stack, cidr]],
      ),
      ...differs(
        'names',
        vpcs.map(({ Properties }) => [
          Properties.EnableDnsSupport ?? null,
          Properties.EnableDnsHostnames ?? null,
        ]),
        [[true, true]],
      ),
      ...differs(
        'subnets',
        subnets.map(({ Properties }) => Properties.MapPublicIpOnLaunch ?? true),
        Array.from({ length: zones }, () => false),
      ),
      ...differs(
        'zones',
        new Set(subnets.map(({ Properties }) => text(Properties.AvailabilityZone))).size,
        zones,
      ),
      ...differs(
        'routed subnets',
        new Set(
          ofType(lake, 'AWS::EC2::SubnetRouteTableAssociation').map(({ Properties }) =>
            text(Properties.SubnetId),
          ),
        ).size,
        zones,
      ),
    ];
  }),

  'services are reached by endpoints, as this account and about this account only': where(
    (lake, { interfaces, endpointZones, tables }) => {
      const endpoints = ofType(lake, 'AWS::EC2::VPCEndpoint');
      const service = ({ Properties }: Resource): string =>
        word(plain(Properties.ServiceName)).replace('com.amazonaws.${AWS::Region}.', '');
      const [inner, gates] = ['Interface', 'Gateway'].map((type) =>
        endpoints.filter(({ Properties }) => Properties.VpcEndpointType === type),
      );
      return [
        ...differs('interfaces', (inner ?? []).map(service).sort(), [...interfaces]),
        ...differs(
          'gateways',
          (gates ?? []).map(service).sort(),
          tables ? ['dynamodb', 's3'] : ['s3'],
        ),
        ...(inner ?? []).flatMap((endpoint) => [
          ...policyDiffers(endpoint, endpoint.Properties.PolicyDocument, [
            `Allow | AWS=* | * | * | ${OURS} & StringEqualsIfExists(aws:ResourceAccount: ${ACCOUNT})`,
          ]),
          ...differs(endpoint.id, endpoint.Properties.PrivateDnsEnabled, true),
          ...differs(endpoint.id, listOf(endpoint.Properties.SubnetIds).length, endpointZones),
          ...differs(endpoint.id, endpoint.Properties.SecurityGroupIds, [
            groupId(groupOf(lake, 'Endpoints')),
          ]),
        ]),
      ];
    },
  ),

  'gateways lead to our buckets and tables, and to where a deployment takes answers': where(
    (lake, { tables, zones }) => {
      const [storage] = named(ofType(lake, 'AWS::EC2::VPCEndpoint'), 'EndpointsStorage');
      const [items] = named(ofType(lake, 'AWS::EC2::VPCEndpoint'), 'EndpointsTables');
      const buckets = BUCKETS.map(
        (role) =>
          `arn:\${AWS::Partition}:s3:::sluice-${lake.env}-${role}-${ACCOUNT}-\${AWS::Region}`,
      );
      const routed = [storage, ...(tables ? [items] : [])];
      return routed.flatMap((gateway) =>
        gateway === undefined
          ? ['a gateway is missing']
          : [
              ...differs(gateway.id, listOf(gateway.Properties.RouteTableIds).length, zones),
              ...policyDiffers(
                gateway,
                gateway.Properties.PolicyDocument,
                gateway === storage
                  ? [
                      `Allow | AWS=* | s3:AbortMultipartUpload s3:DeleteObject s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListMultipartUploadParts s3:PutObject | ${[...buckets, ...buckets.map((arn) => `${arn}/*`)].sort().join(' ')} | ${OURS}`,
                      'Allow | AWS=* | s3:PutObject | arn:${AWS::Partition}:s3:::cloudformation-custom-resource-response-{"Fn::Split":["-","${AWS::Region}"]}/* | ',
                    ]
                  : [
                      `Allow | AWS=* | dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem | arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:${ACCOUNT}:table/sluice-${lake.env}-* | ${OURS}`,
                    ],
              ),
            ],
      );
    },
  ),

  'groups let out to endpoints and gateways, and in from each other, over TLS': where(
    (lake, { groups }) => {
      const endpoints = groupOf(lake, 'Endpoints');
      const about = 'services by their endpoints';
      const all = ofType(lake, 'AWS::EC2::SecurityGroup');
      const rules = (type: string): readonly Value[] =>
        ofType(lake, `AWS::EC2::SecurityGroup${type}`).map(({ Properties }) => plain(Properties));
      return [
        ...differs('groups', all.length, groups.length + 1),
        ...all.flatMap(({ id, Properties }) => [
          ...differs(`${id} lets in`, Properties.SecurityGroupIngress ?? null, null),
          ...differs(
            `${id} lets out`,
            Properties.SecurityGroupEgress ?? null,
            id === endpoints
              ? // An address that nobody has: CDK's way to say nothing.
                [
                  {
                    CidrIp: '255.255.255.255/32',
                    Description: 'Disallow all traffic',
                    FromPort: 252,
                    IpProtocol: 'icmp',
                    ToPort: 86,
                  },
                ]
              : [{ ...HTTPS, Description: about, DestinationSecurityGroupId: groupId(endpoints) }],
          ),
        ]),
        ...differs(
          'rules in',
          rules('Ingress'),
          groups.map(([name]) => ({
            ...HTTPS,
            Description: about,
            GroupId: `\${${endpoints}.GroupId}`,
            SourceSecurityGroupId: `\${${groupOf(lake, name)}.GroupId}`,
          })),
        ),
        ...differs(
          'rules out',
          ofType(lake, 'AWS::EC2::SecurityGroupEgress')
            .map(({ Properties }) => [
              word(Properties.Description),
              word(Properties.IpProtocol),
              Number(Properties.FromPort),
              Number(Properties.ToPort),
              word(at(Properties.DestinationPrefixListId, 'Fn::GetAtt', 1)),
              groups
                .map(([name]) => name)
                .find((name) => text(Properties.GroupId).includes(name)) ?? '',
            ])
            .sort(),
          groups
            .flatMap(([name, services]) =>
              services.map((service) => [
                `${service} by its gateway`,
                'tcp',
                443,
                443,
                service,
                name,
              ]),
            )
            .sort(),
        ),
      ];
    },
  ),

  'all traffic is recorded, and the default group is closed': where((lake, { guard, groups }) => {
    const prefix = guard === 'Storage' ? 'Network' : 'Guard';
    const logs = ofType(lake, 'AWS::EC2::FlowLog');
    const [settled] = ofType(lake, 'AWS::CloudFormation::CustomResource').filter(({ id }) =>
      id.startsWith(prefix),
    );
    const settle = ofType(lake, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === `sluice-${lake.env}-settle-network`,
    );
    const services = [...new Set(groups.flatMap(([, names]) => names))].sort();
    return [
      ...differs(
        'flow logs',
        logs.map(({ Properties }) => [
          Properties.TrafficType ?? '',
          Properties.ResourceType ?? '',
          Properties.LogDestinationType ?? '',
          Properties.MaxAggregationInterval ?? 0,
        ]),
        [['ALL', 'VPC', 'cloud-watch-logs', 600]],
      ),
      ...logs.flatMap(({ id, Properties }) =>
        [
          [Properties.ResourceId, 'Vpc'],
          [Properties.LogGroupName, `${prefix}LogGroup`],
          [Properties.DeliverLogsPermissionArn, `${prefix}LogRole`],
        ].flatMap(([value, part]) =>
          text(value as Value).includes(word(part as Value))
            ? []
            : [`${id} has ${text(value as Value)}, no ${word(part as Value)}`],
        ),
      ),
      ...roleDiffers(lake, guard, `${prefix}LogRole`, [
        `Allow | Service=vpc-flow-logs.amazonaws.com | sts:AssumeRole |  | ArnLike(aws:SourceArn: arn:\${AWS::Partition}:ec2:\${AWS::Region}:${ACCOUNT}:vpc-flow-log/*) & StringEquals(aws:SourceAccount: ${ACCOUNT})`,
        `Allow |  | logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents | <${prefix}LogGroup.Arn> | `,
      ]),
      ...differs(
        'settled',
        settled
          ? {
              calls: settled.Properties.ServiceToken ?? '',
              waits: settled.Properties.ServiceTimeout ?? 0,
              lists: listOf(plain(settled.Properties.PrefixLists)).map(word).sort(),
            }
          : null,
        {
          calls: { 'Fn::GetAtt': [settle?.id ?? '', 'Arn'] },
          waits: 300,
          lists: services.map((service) => `com.amazonaws.\${AWS::Region}.${service}`),
        },
      ),
      ...(DEFAULT_GROUP.test(text(at(settle?.Properties.Environment, 'Variables', 'DEFAULT_GROUP')))
        ? []
        : ['another group than the default one is closed']),
      ...(settle?.Properties.VpcConfig === undefined
        ? []
        : ['settle-network runs in what it makes usable']),
    ];
  }),
};
