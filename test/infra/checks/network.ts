import { BUCKETS } from '../../../lambdas/shared/names';
import { listOf, ofType, text, type Resource, word } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';
import { ACCOUNT, groupId, groupOf, named, OURS, where } from './network-parts';

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
};
