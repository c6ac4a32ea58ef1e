import { at, listOf, ofType, text, type Value, word } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';
import { ACCOUNT, groupId, groupOf, where } from './network-parts';
import { roleDiffers } from './role-policies';

const HTTPS = { FromPort: 443, IpProtocol: 'tcp', ToPort: 443 };
/** Of the network, by itself or handed on by its stack. */
const DEFAULT_GROUP =
  /^\{"(Fn::GetAtt":\["NetworkVpc\w+","|Ref":"reference\w+Network\w+Vpc\w+?)DefaultSecurityGroup"/;

/** Who may speak with whom, and what is written down of it. */
export const networkTrafficChecks: Checks = {
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
