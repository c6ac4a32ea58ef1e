import { describe, expect, it } from 'vitest';
import { compare, STATEFUL, type Resource } from './compare';

const bucket = (name: string, more: object = {}): Resource => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: name, ...more },
});
const table = (key: string): Resource => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName: 'ledger', KeySchema: [{ AttributeName: key, KeyType: 'HASH' }] },
});
const policy: Resource = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };

describe('an upgrade', () => {
  it('loses nothing when what holds data stays, whatever else changes', () => {
    const before = {
      'Storage Lake': bucket('lake'),
      'Catalog Ledger': table('pk'),
      'Access P': policy,
    };
    const now = {
      'Storage Lake': bucket('lake', { VersioningConfiguration: { Status: 'Enabled' } }),
      'Catalog Ledger': table('pk'),
      'Storage Audit': bucket('audit'),
    };

    expect(compare(before, now)).toEqual({ compared: 2, added: ['Storage Audit'], lost: [] });
  });

  it.each([
    ['a bucket under another id', { 'Storage Lake2': bucket('lake') }, 'is removed'],
    [
      'a bucket of another name',
      { 'Storage Lake': bucket('pond') },
      'BucketName "lake" becomes "pond"',
    ],
    ['a bucket in another stack', { 'Catalog Lake': bucket('lake') }, 'is removed'],
    ['another type under the id', { 'Storage Lake': table('pk') }, 'becomes AWS::DynamoDB::Table'],
    [
      'a lock taken away',
      { 'Storage Lake': bucket('lake', { ObjectLockEnabled: false }) },
      'ObjectLockEnabled true becomes false',
    ],
  ])('finds %s', (_, now, said) => {
    const before = {
      'Storage Lake': bucket('lake', said.includes('Lock') ? { ObjectLockEnabled: true } : {}),
    };

    expect(compare(before, now).lost).toEqual([expect.stringContaining(said)]);
  });

  it('may turn the lock of a bucket on', () => {
    const locked = { 'Storage Lake': bucket('lake', { ObjectLockEnabled: true }) };

    expect(compare({ 'Storage Lake': bucket('lake') }, locked).lost).toEqual([]);
  });

  it('finds another key of a table', () => {
    const { lost } = compare({ 'Catalog Ledger': table('pk') }, { 'Catalog Ledger': table('id') });

    expect(lost).toEqual([expect.stringContaining('is replaced: KeySchema')]);
  });

  it.each(Object.entries(STATEFUL).flatMap(([type, paths]) => paths.map((path) => [type, path])))(
    'finds a %s with another %s',
    (Type, path) => {
      const withValue = (value: string): Resource => ({
        Type,
        Properties: path
          .split('.')
          .reduceRight<Record<string, never> | string>(
            (inner, key) => ({ [key]: inner }) as Record<string, never>,
            value,
          ) as Record<string, string>,
      });

      expect(compare({ 'S R': withValue('a') }, { 'S R': withValue('b') }).lost).toHaveLength(1);
    },
  );
});
