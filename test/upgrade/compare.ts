/** A value of a template. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly [key: string]: Json };
  readonly DeletionPolicy?: string;
}
/** Resources by nested stack and logical id, e.g. `Storage LakeBucket345529F2`. */
export type Stacks = Readonly<Record<string, Resource>>;

/**
 * Types that hold data, and the properties CloudFormation cannot change in place: with another value it makes a
 * new, empty resource. Paths are dotted. From the resource reference, "Update requires: Replacement".
 */
export const STATEFUL: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupVault': ['BackupVaultName', 'EncryptionKeyArn'],
  'AWS::CloudFormation::Stack': [],
  'AWS::CloudTrail::Trail': ['TrailName'],
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema'],
  'AWS::Glue::Database': ['CatalogId', 'DatabaseInput.Name'],
  'AWS::Glue::Table': ['CatalogId', 'DatabaseName', 'TableInput.Name'],
  'AWS::KMS::Alias': ['AliasName'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::Kinesis::Stream': ['Name'],
  'AWS::Logs::LogGroup': ['LogGroupName', 'LogGroupClass'],
  'AWS::RedshiftServerless::Namespace': ['NamespaceName'],
  'AWS::RedshiftServerless::Workgroup': ['WorkgroupName'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
};

/** S3 turns the lock on in place, but never off. */
const NEVER_OFF: Readonly<Record<string, string>> = { 'AWS::S3::Bucket': 'ObjectLockEnabled' };

/** Log groups, queues and aliases are made again without loss of the lake's data; their going is no finding. */
const MAY_GO = [
  'AWS::Glue::Table',
  'AWS::KMS::Alias',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
];

export interface Comparison {
  /** Stateful resources of before that were looked at. */
  readonly compared: number;
  readonly added: readonly string[];
  /** One line a resource that would be removed or made anew. */
  readonly lost: readonly string[];
}

/** What an upgrade would do to the resources that hold data. */
export function compare(before: Stacks, now: Stacks): Comparison {
  const stateful = Object.entries(before).filter(([, { Type }]) => Type in STATEFUL);
  return {
    compared: stateful.length,
    added: Object.keys(now).filter((id) => !(id in before) && isStateful(now[id])),
    lost: stateful.flatMap(([id, resource]) => losses(id, resource, now[id])),
  };
}

const isStateful = (resource: Resource | undefined): boolean =>
  resource !== undefined && resource.Type in STATEFUL;

function losses(id: string, before: Resource, now: Resource | undefined): readonly string[] {
  const named = `${id} (${before.Type})`;
  if (now === undefined) return MAY_GO.includes(before.Type) ? [] : [`${named} is removed`];
  if (now.Type !== before.Type) return [`${named} becomes ${now.Type}`];
  const kept = NEVER_OFF[before.Type];
  const watched = kept !== undefined && before.Properties?.[kept] === true ? [kept] : [];
  return [...(STATEFUL[before.Type] ?? []), ...watched].flatMap((path) => {
    const [old, young] = [at(before.Properties, path), at(now.Properties, path)].map((value) =>
      JSON.stringify(value ?? null),
    );
    return old === young ? [] : [`${named} is replaced: ${path} ${old} becomes ${young}`];
  });
}

function at(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((inner, key) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return undefined;
    return (inner as Readonly<Record<string, Json>>)[key];
  }, value);
}
