import type { Config } from '../config';

/**
 * Services that our templates hold resources of: CloudFormation namespace → prefix of its actions. The
 * boundary is made from this table, and a test holds it against the templates.
 */
const SERVICES: Readonly<Record<string, string>> = {
  'AWS::Athena': 'athena',
  'AWS::Budgets': 'budgets',
  'AWS::CE': 'ce',
  'AWS::CloudFormation': 'cloudformation',
  'AWS::CloudTrail': 'cloudtrail',
  'AWS::CloudWatch': 'cloudwatch',
  'AWS::DynamoDB': 'dynamodb',
  'AWS::Events': 'events',
  'AWS::Glue': 'glue',
  'AWS::KMS': 'kms',
  'AWS::Kinesis': 'kinesis',
  'AWS::KinesisFirehose': 'firehose',
  'AWS::Lambda': 'lambda',
  'AWS::Logs': 'logs',
  'AWS::S3': 's3',
  'AWS::SNS': 'sns',
  'AWS::SQS': 'sqs',
  'AWS::Scheduler': 'scheduler',
  'AWS::StepFunctions': 'states',
};

/** The warehouse stands in a network of its own where the functions have none. */
const hasNetwork = ({ network, warehouse }: Config): boolean =>
  network !== 'off' || warehouse !== 'off';

/** Those behind a switch, reached only where it is on. */
const SWITCHED: Readonly<
  Record<string, readonly [prefix: string, isOn: (config: Config) => boolean]>
> = {
  'AWS::ApplicationAutoScaling': ['application-autoscaling', hasNetwork],
  'AWS::Backup': ['backup', ({ keepData }) => keepData],
  'AWS::Config': ['config', ({ detectors }) => detectors.config],
  'AWS::EC2': ['ec2', hasNetwork],
  'AWS::GuardDuty': ['guardduty', ({ detectors }) => detectors.guardDuty],
  'AWS::LakeFormation': ['lakeformation', ({ access }) => access.lakeFormation],
  'AWS::Macie': ['macie2', ({ detectors }) => detectors.macie],
  'AWS::RedshiftServerless': ['redshift-serverless', ({ warehouse }) => warehouse !== 'off'],
  'AWS::SecurityHub': ['securityhub', ({ detectors }) => detectors.securityHub],
};

export const servicesOf = (config: Config): Readonly<Record<string, string>> => ({
  ...SERVICES,
  ...Object.fromEntries(
    Object.entries(SWITCHED).flatMap(([namespace, [prefix, isOn]]) =>
      isOn(config) ? [[namespace, prefix]] : [],
    ),
  ),
});

/** Their requests are answered in one region for all, so that a condition on ours would refuse them. */
export const WITHOUT_REGION = ['budgets', 'ce'];

/** What resources need besides, when they are made or while they work. */
export const SUPPORTING: Readonly<Record<string, string>> = {
  'backup-storage': 'a backup vault mounts its storage',
  'redshift-data': 'loads of the warehouse are statements of the Data API',
  secretsmanager: 'the password of the warehouse, and the address of a chat',
  sts: 'people and producers take their roles',
  xray: 'functions and machines send traces',
};

/** Services that take a role of ours. */
export const ROLE_TAKERS = [
  'backup',
  'cloudtrail',
  'events',
  'firehose',
  'lambda',
  'redshift',
  'redshift-serverless',
  's3',
  'scheduler',
  'sns',
  'states',
].map((service) => `${service}.amazonaws.com`);
