import type { Resource, Resources } from '../assembly/resources';
import { isObject, type Json } from '../server/json';

/** Where each type says which key its data rests under. */
const KEY_OF: Readonly<Record<string, readonly (string | number)[]>> = {
  'AWS::S3::Bucket': [
    'BucketEncryption',
    'ServerSideEncryptionConfiguration',
    0,
    'ServerSideEncryptionByDefault',
    'KMSMasterKeyID',
  ],
  'AWS::Kinesis::Stream': ['StreamEncryption', 'KeyId'],
  'AWS::DynamoDB::Table': ['SSESpecification', 'KMSMasterKeyId'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
};

/** What a service asks of KMS, with the caller's permissions, when it serves an action. */
const USES: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['Decrypt'],
  's3:PutObject': ['GenerateDataKey'],
  // The parts' own key is decrypted for every part.
  's3:ListMultipartUploadParts': ['Decrypt'],
  'kinesis:PutRecord': ['GenerateDataKey'],
  'kinesis:PutRecords': ['GenerateDataKey'],
  'kinesis:GetRecords': ['Decrypt'],
  'sns:Publish': ['Decrypt', 'GenerateDataKey'],
};
const EVERY_CALL = ['Decrypt', 'GenerateDataKey'];

/** What each service says of the thing it encrypts: with bucket keys S3 names the bucket. */
const ENCRYPTION_CONTEXT: Readonly<Record<string, (arn: string) => Readonly<[string, string]>>> = {
  s3: (arn) => ['aws:s3:arn', bucketOf(arn)],
  kinesis: (arn) => ['aws:kinesis:arn', arn],
  dynamodb: (arn) => ['aws:dynamodb:tableName', arn.split('/')[1] ?? ''],
  sns: (arn) => ['aws:sns:topicArn', arn],
};

export interface KeyUse {
  readonly action: string;
  /** ARN of the key. */
  readonly key: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The uses of keys that follow from an action on a resource. */
export function keyUses(
  resources: Resources,
  region: string,
): (action: string, resource: string) => readonly KeyUse[] {
  const keys = new Map(
    Object.entries(KEY_OF).flatMap(([type, path]) =>
      resources.ofType(type).map((one) => [one.arn, keyArn(one, path, resources)] as const),
    ),
  );
  return (action, resource) => {
    const key = keys.get(action.startsWith('s3:') ? bucketOf(resource) : resource);
    if (key === undefined) return [];
    const uses = action.startsWith('dynamodb:') ? EVERY_CALL : (USES[action] ?? []);
    const service = action.split(':')[0] ?? '';
    const [name, value] = ENCRYPTION_CONTEXT[service]?.(resource) ?? ['', ''];
    const context = {
      'kms:ViaService': `${service}.${region}.amazonaws.com`,
      [`kms:EncryptionContext:${name}`]: value,
    };
    return uses.map((use) => ({ action: `kms:${use}`, key, context }));
  };
}

const bucketOf = (arn: string): string => arn.replace(/\/.*$/s, '');

function keyArn(
  { properties }: Resource,
  path: readonly (string | number)[],
  resources: Resources,
): string | undefined {
  let value: Json | undefined = properties;
  for (const part of path) {
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(part)];
    else value = isObject(value) ? value[part] : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const id = value;
  return resources.ofType('AWS::KMS::Key').find((key) => key.arn === id || key.name === id)?.arn;
}
