import type { TemplateResource } from '../../lib/build/templates';
import { bucketLines } from './buckets';
import { functionLines } from './functions';
import { endpointLines, keyLines, secretLines } from './keys';
import { charge, type Line } from './line';
import { machineLines } from './machines';
import {
  backupLines,
  scalingLines,
  scheduleLines,
  subscriptionLines,
  topicLines,
  trailLines,
} from './messages';
import type { Month } from './month';
import { workgroupLines } from './queries';
import { jobLines } from './jobs';
import { deliveryLines, streamLines } from './streams';
import { tableLines } from './tables';
import { namespaceLines, warehouseLines } from './warehouse';
import { alarmLines, logLines } from './watching';

type Pricer = (month: Month, resource: TemplateResource) => readonly Line[];

/** How each type of resource is billed. */
export const PRICED: Readonly<Record<string, Pricer>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': scalingLines,
  'AWS::Athena::WorkGroup': workgroupLines,
  'AWS::Backup::BackupPlan': backupLines,
  'AWS::CloudTrail::Trail': trailLines,
  'AWS::CloudWatch::Alarm': alarmLines,
  'AWS::CloudWatch::CompositeAlarm': () => [charge('cloudwatch.composite', 1, 'composite alarms')],
  'AWS::CloudWatch::Dashboard': () => [charge('cloudwatch.dashboard', 1, 'dashboards')],
  'AWS::DynamoDB::Table': tableLines,
  'AWS::EC2::VPCEndpoint': endpointLines,
  'AWS::Glue::Job': jobLines,
  'AWS::Kinesis::Stream': streamLines,
  'AWS::KinesisFirehose::DeliveryStream': deliveryLines,
  'AWS::KMS::Key': keyLines,
  'AWS::Lambda::Function': functionLines,
  'AWS::Logs::LogGroup': logLines,
  'AWS::RedshiftServerless::Namespace': namespaceLines,
  'AWS::RedshiftServerless::Workgroup': warehouseLines,
  'AWS::S3::Bucket': bucketLines,
  'AWS::Scheduler::Schedule': scheduleLines,
  'AWS::SecretsManager::Secret': secretLines,
  'AWS::SNS::Subscription': subscriptionLines,
  'AWS::SNS::Topic': topicLines,
  'AWS::StepFunctions::StateMachine': machineLines,
};

/** Types that AWS does not bill by themselves, with the reason. */
export const FREE: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': 'bounds of a table, which is billed',
  'AWS::Backup::BackupSelection': 'what a plan copies',
  'AWS::Backup::BackupVault': 'copies in it are billed with the plan',
  'AWS::Budgets::Budget': 'budgets that only tell are free',
  'AWS::CDK::Metadata': 'a note',
  'AWS::CE::AnomalyMonitor': 'free',
  'AWS::CE::AnomalySubscription': 'free',
  'AWS::CloudFormation::CustomResource': 'the function behind it is billed',
  'AWS::CloudFormation::Stack': 'stacks are free',
  'AWS::EC2::FlowLog': 'what it writes is billed where it lies',
  'AWS::EC2::RouteTable': 'part of a network',
  'AWS::EC2::SecurityGroup': 'part of a network',
  'AWS::EC2::SecurityGroupEgress': 'part of a network',
  'AWS::EC2::SecurityGroupIngress': 'part of a network',
  'AWS::EC2::Subnet': 'part of a network',
  'AWS::EC2::SubnetRouteTableAssociation': 'part of a network',
  'AWS::EC2::VPC': 'a network is free; its endpoints are billed',
  'AWS::Events::Rule':
    'events of AWS services are free; those of S3 objects are billed with the bucket',
  'AWS::Glue::Database': 'the first million objects and requests of the catalog are free',
  'AWS::Glue::SecurityConfiguration': 'says which key a job uses',
  'AWS::Glue::Table': 'the first million objects and requests of the catalog are free',
  'AWS::IAM::ManagedPolicy': 'IAM is free',
  'AWS::IAM::OIDCProvider': 'IAM is free',
  'AWS::IAM::Policy': 'IAM is free',
  'AWS::IAM::Role': 'IAM is free',
  'AWS::KMS::Alias': 'the key is billed',
  'AWS::LakeFormation::DataCellsFilter': 'Lake Formation is free',
  'AWS::LakeFormation::DataLakeSettings': 'Lake Formation is free',
  'AWS::LakeFormation::PrincipalPermissions': 'Lake Formation is free',
  'AWS::LakeFormation::Resource': 'Lake Formation is free',
  'AWS::LakeFormation::Tag': 'Lake Formation is free',
  'AWS::LakeFormation::TagAssociation': 'Lake Formation is free',
  'AWS::Lambda::EventInvokeConfig': 'the function is billed',
  'AWS::Lambda::EventSourceMapping': 'the function is billed; polling a stream is free',
  'AWS::Lambda::Permission': 'the function is billed',
  'AWS::Logs::MetricFilter':
    'a metric is billed by the hours in which it is written: these are when somebody does what nobody should',
  'AWS::Logs::LogStream': 'the group is billed',
  'AWS::Logs::QueryDefinition': 'billed when a person runs it',
  'AWS::Logs::ResourcePolicy': 'the group is billed',
  'AWS::S3::BucketPolicy': 'the bucket is billed',
  'AWS::Scheduler::ScheduleGroup': 'schedules are billed',
  'AWS::SNS::TopicPolicy': 'the topic is billed',
  'AWS::SQS::Queue': 'dead letters: nothing is sent while all is well, and nobody polls',
  'AWS::SQS::QueuePolicy': 'the queue is billed',
  'AWS::XRay::SamplingRule': 'traces are billed where they are made',
};
