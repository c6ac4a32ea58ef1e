import { at, listOf, text, type Value } from '../../infra/templates';
import { pathsWhere, withProperty, type Mutant, type Operator } from '../mutant';

const SETTINGS = new Set([
  'BucketEncryption',
  'StreamEncryption',
  'SSESpecification',
  'EncryptionConfiguration',
  'KmsMasterKeyId',
  'KmsKeyId',
  'KMSKeyId',
  'KmsKeyArn',
  'AdminPasswordSecretKmsKeyId',
  'EncryptionKeyArn',
  'BucketKeyEnabled',
  'SecurityConfiguration',
]);

/** Encryption dropped, or under the other key. */
export const encryption: Operator = (resource) => {
  const paths = pathsWhere(resource.Properties, (key) => SETTINGS.has(String(key)));
  const dropped = paths.map((path): Mutant => ({
    kind: 'encryption',
    resource,
    change: `${path.join('.')} dropped`,
    mutated: withProperty(resource, path, undefined),
  }));
  return [...dropped, ...keysSwapped(resource), ...weaker(resource)];
};

/** Where a key is referred to by the output of the storage stack that carries it. */
const keysSwapped: Operator = (resource) =>
  pathsWhere(resource.Properties, (key, value) => SETTINGS.has(String(key)) && isKey(value)).map(
    (path) => ({
      kind: 'encryption',
      resource,
      change: `${path.join('.')} under the other key`,
      mutated: withProperty(resource, path, otherKey(at(resource.Properties, ...path) ?? null)),
    }),
  );

/** A reference to the sensitive key where one to the data key stood, and the other way round. */
function otherKey(value: Value): Value {
  if (typeof value === 'string') {
    return value.includes('SensitiveKey')
      ? value.replaceAll('SensitiveKey', 'DataKey')
      : value.replaceAll('DataKey', 'SensitiveKey');
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return listOf(value).map(otherKey);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, otherKey(inner)]));
}

const isKey = (value: Value): boolean => /DataKey|SensitiveKey/.test(text(value));

const weaker: Operator = (resource) => {
  const of = (key: string, path: readonly (string | number)[], value: Value): Mutant => ({
    kind: 'encryption',
    resource,
    change: `${path.join('.')} ${key}`,
    mutated: withProperty(resource, path, value),
  });
  return [
    ...pathsWhere(
      resource.Properties,
      (key, value) => key === 'SSEAlgorithm' && value === 'aws:kms',
    ).map((path) => of('AES256', path, 'AES256')),
    ...pathsWhere(
      resource.Properties,
      (key, value) => key === 'EnableKeyRotation' && value === true,
    ).map((path) => of('off', path, false)),
    ...pathsWhere(
      resource.Properties,
      (key, value) => key === 'EncryptionOption' && value === 'SSE_KMS',
    ).map((path) => of('SSE_S3', path, 'SSE_S3')),
  ];
};
