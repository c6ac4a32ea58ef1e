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

interface Switched {
  readonly prefix: string;
  readonly isOn: (config: Config) => boolean;
  /** Services whose own roles the account gets with the first such resource. */
  readonly linked?: readonly string[];
}

/** The warehouse stands in a network of its own where the functions have none. */
const hasNetwork = ({ network, warehouse }: Config): boolean =>
  network !== 'off' || warehouse !== 'off';

/** Those behind a switch, reached only where it is on. */
const SWITCHED: Readonly<Record<string, Switched>> = {
  'AWS::ApplicationAutoScaling': {
    prefix: 'application-autoscaling',
    isOn: ({ watcher }) => watcher.enabled && watcher.profileCapacity !== 'on-demand',
    linked: ['dynamodb.application-autoscaling'],
  },
  'AWS::Backup': { prefix: 'backup', isOn: ({ keepData }) => keepData, linked: ['backup'] },
  'AWS::Config': {
    prefix: 'config',
    isOn: ({ detectors }) => detectors.config,
    linked: ['config'],
  },
  'AWS::EC2': { prefix: 'ec2', isOn: hasNetwork },
  'AWS::GuardDuty': {
    prefix: 'guardduty',
    isOn: ({ detectors }) => detectors.guardDuty,
    linked: ['guardduty'],
  },
  'AWS::LakeFormation': {
    prefix: 'lakeformation',
    isOn: ({ access }) => access.lakeFormation,
  },
  'AWS::Macie': {
    prefix: 'macie2',
    isOn: ({ detectors }) => detectors.macie,
    linked: ['macie'],
  },
  'AWS::RedshiftServerless': {
    prefix: 'redshift-serverless',
    isOn: ({ warehouse }) => warehouse !== 'off',
    linked: ['redshift'],
  },
  'AWS::SecurityHub': {
    prefix: 'securityhub',
    isOn: ({ detectors }) => detectors.securityHub,
    linked: ['securityhub'],
  },
};
const switchedOn = (config: Config): readonly (readonly [string, Switched])[] =>
  Object.entries(SWITCHED).filter(([, { isOn }]) => isOn(config));

export const servicesOf = (config: Config): Readonly<Record<string, string>> => ({
  ...SERVICES,
  ...Object.fromEntries(switchedOn(config).map(([namespace, { prefix }]) => [namespace, prefix])),
});

/** Services whose own roles a deployment may have made; the account's first such resource needs them. */
export const linkedServices = (config: Config): readonly string[] =>
  switchedOn(config).flatMap(([, { linked = [] }]) =>
    linked.map((service) => `${service}.amazonaws.com`),
  );

/** Their requests are answered in one region for all, so that a condition on ours would refuse them. */
export const WITHOUT_REGION = ['budgets', 'ce'];

/** What resources need besides, when they are made or while they work. */
export const SUPPORTING: Readonly<Record<string, string>> = {
  'backup-storage': 'a backup vault mounts its storage',
  'redshift-data': 'loads of the warehouse are statements of the Data API',
  secretsmanager: 'the password of the warehouse, and the address of a chat',
  xray: 'functions and machines send traces',
};

/** Services that take a role of ours. */
export const ROLE_TAKERS: readonly string[] = [
  'backup',
  'cloudtrail',
  'events',
  'firehose',
  'glue',
  'lakeformation',
  'lambda',
  'redshift',
  'redshift-serverless',
  's3',
  'scheduler',
  'sns',
  'states',
  'vpc-flow-logs',
].map((service) => `${service}.amazonaws.com`);
