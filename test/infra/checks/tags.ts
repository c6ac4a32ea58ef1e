import { configFor } from '../../../lib/config';
import { at, listOf, text, word, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';

/** CloudFormation takes tags as a list of pairs or as an object, in `Tags` or e.g. `BackupVaultTags`. */
export function tagsOf({ Properties }: Resource): ReadonlyMap<string, string> {
  const name = Object.keys(Properties).find((property) => property.endsWith('Tags'));
  const tags = name === undefined ? undefined : Properties[name];
  if (tags === undefined || Array.isArray(tags)) {
    return new Map(listOf(tags).map((tag) => [word(at(tag, 'Key')), word(at(tag, 'Value'))]));
  }
  return new Map(
    Object.entries(tags as Record<string, Value>).map(([key, value]) => [key, word(value)]),
  );
}

const taggable = ({ all }: Templates): readonly Resource[] => all.filter((one) => one.taggable);
const REQUIRED = ['Project', 'Environment', 'ManagedBy', 'Owner', 'CostCenter', 'Compliance'];

/**
 * What resources hold, by type and the beginning of their ids; the first line that fits counts. Whatever fits none
 * holds no record: code, rules, roles, logs without values.
 */
const HOLDS: readonly (readonly [level: string, type: string, id: RegExp])[] = [
  ['Restricted', 'AWS::Kinesis::Stream', /./],
  ['Restricted', 'AWS::KinesisFirehose::DeliveryStream', /./],
  ['Restricted', 'AWS::S3::Bucket', /^(Landing|Archive)/],
  ['Restricted', 'AWS::KMS::Key', /^(Sensitive|Hmac)Key/],
  ['Confidential', 'AWS::KMS::Key', /^DataKey/],
  ['Confidential', 'AWS::S3::Bucket', /^(Lake|Results|Audit)Bucket/],
  ['Internal', 'AWS::S3::Bucket', /^LogsBucket/],
  ['Confidential', 'AWS::DynamoDB::Table', /Profile/i],
  ['Internal', 'AWS::DynamoDB::Table', /^(Ledger|Configuration)/],
  ['Confidential', 'AWS::Backup::BackupVault', /./],
];
/** Nothing of a lake is Public: templates, names and logs tell how a bank works. */
const LEVELS = ['Internal', 'Confidential', 'Restricted'];

export const tagsChecks: Checks = {
  'every taggable resource carries every tag of the configuration': (lake) => {
    const wanted = Object.entries(configFor(lake.env).tags);
    const resources = taggable(lake);
    const missing = REQUIRED.filter((key) => !wanted.some(([given]) => given === key));
    return [
      ...(resources.length > 50 ? [] : [`only ${resources.length} taggable resources`]),
      ...missing.map((key) => `the configuration has no tag ${key}`),
      ...resources.flatMap((resource) =>
        wanted
          .filter(([key, value]) => tagsOf(resource).get(key) !== value)
          .map(([key, value]) => `${resource.id} is not tagged ${key}=${value}`),
      ),
    ];
  },

  'every taggable resource says what it holds, and none is for the public': (lake) =>
    taggable(lake)
      .filter((resource) => !LEVELS.includes(tagsOf(resource).get('DataClassification') ?? ''))
      .map(({ id }) => `${id} has no known DataClassification`),

  'stores are classified by the worst that they hold': (lake) => {
    const types = HOLDS.map(([, type]) => type);
    const stores = lake.all
      .filter(({ Type }) => types.includes(Type))
      .map((resource) => {
        const line = HOLDS.find(([, type, id]) => type === resource.Type && id.test(resource.id));
        return { resource, level: line?.[0] ?? 'on the list of this check' };
      });
    return [
      ...(stores.length < 12 ? [`only ${stores.length} stores`] : []),
      ...stores.flatMap(({ resource, level }) => {
        const given = tagsOf(resource).get('DataClassification');
        return given === level
          ? []
          : [`${resource.id} is ${given ?? 'unclassified'}, not ${level}`];
      }),
    ];
  },

  'what rests under the sensitive key is Restricted': (lake) =>
    lake.all
      .filter(({ Type, Properties }) => {
        if (!/^AWS::(S3::Bucket|Kinesis::Stream|SQS::Queue|DynamoDB::Table)$/.test(Type))
          return false;
        const { BucketEncryption, StreamEncryption, KmsMasterKeyId, SSESpecification } = Properties;
        const keys = [BucketEncryption, StreamEncryption, KmsMasterKeyId, SSESpecification];
        return keys.some((key) => text(key).includes('SensitiveKey'));
      })
      .filter((resource) => tagsOf(resource).get('DataClassification') !== 'Restricted')
      .map(({ id }) => `${id} holds clear values and is not Restricted`),
};
