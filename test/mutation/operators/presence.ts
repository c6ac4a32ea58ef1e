import type { MutantClass, Operator } from '../mutant';

/** Resources that nothing refers to, so that their absence would deploy without an error. */
const PROTECTIVE: Readonly<Record<string, MutantClass>> = {
  'AWS::S3::BucketPolicy': 'transport',
  'AWS::SQS::QueuePolicy': 'transport',
  'AWS::SNS::TopicPolicy': 'transport',
  'AWS::CloudWatch::Alarm': 'alarm',
  'AWS::CloudWatch::CompositeAlarm': 'alarm',
  'AWS::CloudWatch::Dashboard': 'alarm',
  'AWS::Budgets::Budget': 'alarm',
  'AWS::CE::AnomalySubscription': 'alarm',
  'AWS::CloudTrail::Trail': 'exposure',
  'AWS::Lambda::EventInvokeConfig': 'delivery',
  'AWS::Lambda::EventSourceMapping': 'delivery',
  'AWS::Events::Rule': 'delivery',
  'AWS::Scheduler::Schedule': 'delivery',
  'AWS::Backup::BackupSelection': 'retention',
  'AWS::Logs::MetricFilter': 'alarm',
  'AWS::CE::AnomalyMonitor': 'alarm',
  'AWS::EC2::VPCEndpoint': 'exposure',
  'AWS::EC2::FlowLog': 'exposure',
  // Its subnet would know no way to the gateways.
  'AWS::EC2::SubnetRouteTableAssociation': 'delivery',
  // The default group would stay open, migrations would not be applied.
  'AWS::CloudFormation::CustomResource': 'exposure',
};

/** Whole resources gone; data that would go with its stack. */
export const presence: Operator = (resource) => {
  const kind = PROTECTIVE[resource.Type];
  return [
    ...(kind ? [{ kind, resource, change: 'gone' }] : []),
    ...(['DeletionPolicy', 'UpdateReplacePolicy'] as const)
      .filter((policy) => resource[policy] === 'Retain')
      .map((policy) => ({
        kind: 'retention' as const,
        resource,
        change: `${policy} is Delete`,
        mutated: { ...resource, [policy]: 'Delete' },
      })),
  ];
};
