import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../server/json';

export interface Place {
  readonly region: string;
  readonly account: string;
}

interface TypeNames {
  /** Property that holds the physical name; without it, one is made of stack and logical id. */
  readonly nameProperty?: string;
  arn(name: string, place: Place, properties: JsonObject): string;
  /** What `Ref` gives, when it is not the name. */
  readonly ref?: 'arn';
}

const regional =
  (service: string, kind: string) =>
  (name: string, place: Place): string =>
    `arn:aws:${service}:${place.region}:${place.account}:${kind}${name}`;
const inGroup =
  (group: string, fallback: string) => (name: string, place: Place, own: JsonObject) =>
    `${regional('scheduler', `${group}/`)(String(own.GroupName ?? fallback), place)}/${name}`;

/** How resources are named: CloudFormation's resource reference, "Return values" of each type. */
const TYPES: Readonly<Record<string, TypeNames>> = {
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::Kinesis::Stream': { nameProperty: 'Name', arn: regional('kinesis', 'stream/') },
  'AWS::KinesisFirehose::DeliveryStream': {
    nameProperty: 'DeliveryStreamName',
    arn: regional('firehose', 'deliverystream/'),
  },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: regional('lambda', 'function:') },
  'AWS::Lambda::EventSourceMapping': { arn: regional('lambda', 'event-source-mapping:') },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: regional('states', 'stateMachine:'),
    ref: 'arn',
  },
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::KMS::Key': { arn: regional('kms', 'key/') },
  'AWS::KMS::Alias': { nameProperty: 'AliasName', arn: regional('kms', '') },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: regional('logs', 'log-group:') },
  'AWS::Events::Rule': { nameProperty: 'Name', arn: regional('events', 'rule/') },
  'AWS::Scheduler::Schedule': { nameProperty: 'Name', arn: inGroup('schedule', 'default') },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: regional('sns', ''), ref: 'arn' },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: regional('sqs', '') },
  'AWS::Athena::WorkGroup': { nameProperty: 'Name', arn: regional('athena', 'workgroup/') },
  'AWS::RedshiftServerless::Namespace': {
    nameProperty: 'NamespaceName',
    arn: regional('redshift-serverless', 'namespace/'),
  },
  'AWS::RedshiftServerless::Workgroup': {
    nameProperty: 'WorkgroupName',
    arn: regional('redshift-serverless', 'workgroup/'),
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    arn: (n, p) => `arn:aws:iam::${p.account}:role/${n}`,
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    arn: (n, p) => `arn:aws:iam::${p.account}:policy/${n}`,
    ref: 'arn',
  },
};

/** Fallback for types that the runtime does not serve: their names are still referred to. */
const anyType = (type: string): TypeNames => ({
  arn: (name, place) => {
    const service = type.split('::')[1]?.toLowerCase() ?? 'unknown';
    return `arn:aws:${service}:${place.region}:${place.account}:${name}`;
  },
});

export const namesOf = (type: string): TypeNames => TYPES[type] ?? anyType(type);

/** Name of a resource whose template gives none: like CloudFormation's, but the same in every start. */
export function generatedName(type: string, stackPath: string, logicalId: string): string {
  const digest = createHash('sha256').update(`${stackPath}/${logicalId}`).digest('hex');
  if (type === 'AWS::KMS::Key' || type === 'AWS::Lambda::EventSourceMapping') {
    return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  }
  const name = `${stackPath.split('/')[0] ?? ''}-${logicalId}-${digest.slice(0, 8)}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase().slice(0, 63) : name;
}

/**
 * What `Fn::GetAtt` gives for a resource's own attributes.
 * @throws Error that names the attribute when it is not known of a type that the runtime serves
 */
export function attributeOf(
  resource: { type: string; logicalId: string; name: string; arn: string; properties: JsonObject },
  attribute: string,
): Json {
  const { type, name, arn } = resource;
  if (attribute === 'Arn') return type === 'AWS::Logs::LogGroup' ? `${arn}:*` : arn;
  const known: Readonly<Record<string, Json>> = {
    'AWS::KMS::Key.KeyId': name,
    'AWS::SNS::Topic.TopicArn': arn,
    'AWS::SNS::Topic.TopicName': name,
    'AWS::SQS::Queue.QueueName': name,
    'AWS::StepFunctions::StateMachine.Name': name,
    'AWS::S3::Bucket.DomainName': `${name}.s3.amazonaws.com`,
    'AWS::S3::Bucket.RegionalDomainName': `${name}.s3.${arn.split(':')[3] ?? ''}.amazonaws.com`,
    'AWS::RedshiftServerless::Namespace.Namespace.NamespaceArn': arn,
    'AWS::RedshiftServerless::Workgroup.Workgroup.WorkgroupArn': arn,
    'AWS::IAM::Role.RoleId': name,
    'AWS::DynamoDB::Table.StreamArn': `${arn}/stream/none`,
    'AWS::Lambda::Version.Version': '$LATEST',
  };
  const value = known[`${type}.${attribute}`];
  // A type that the runtime does not serve is referred to, never called.
  if (value === undefined && TYPES[type] === undefined) {
    return attribute.endsWith('Arn') ? arn : name;
  }
  if (value === undefined) {
    throw new Error(`attribute ${attribute} of ${resource.logicalId} (${type}) is not known`);
  }
  return value;
}
