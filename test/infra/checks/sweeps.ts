import { expect } from 'vitest';
import { at, listOf, ofType, text, type Templates, type Value } from '../templates';
import type { Checks } from './check';

/** Resources of a type, and a floor under their number, so that a sweep over nothing fails. */
function atLeast(count: number, lake: Templates, type: string) {
  const found = ofType(lake, type);
  expect(found.length, `${type} in ${lake.env}`).toBeGreaterThanOrEqual(count);
  return found;
}
const statementsOf = (document: Value | undefined): readonly Value[] =>
  listOf(at(document, 'Statement'));

export const sweepChecks: Checks = {
  'is encrypted by a key of ours'(lake) {
    const keyed: readonly [string, number, string][] = [
      ['AWS::Kinesis::Stream', lake.config.streams.length, 'StreamEncryption'],
      ['AWS::SQS::Queue', 1, 'KmsMasterKeyId'],
      ['AWS::Logs::LogGroup', 13, 'KmsKeyId'],
      ['AWS::DynamoDB::Table', 1, 'SSESpecification'],
    ];
    for (const [type, floor, property] of keyed) {
      for (const { id, Properties } of atLeast(floor, lake, type)) {
        expect(text(Properties[property]), id).toMatch(/Ref|Fn::GetAtt/);
      }
    }
    for (const { Properties } of atLeast(2, lake, 'AWS::Athena::WorkGroup')) {
      const results = at(Properties.WorkGroupConfiguration, 'ResultConfiguration');
      expect(at(results, 'EncryptionConfiguration', 'EncryptionOption')).toBe('SSE_KMS');
    }
  },

  'keeps clear values under the sensitive key'(lake) {
    const { all } = lake;
    const clear = all.filter(
      ({ id, Type }) =>
        Type === 'AWS::Kinesis::Stream' ||
        (Type === 'AWS::S3::Bucket' && /^(Archive|Landing)/.test(id)),
    );

    expect(clear.length).toBe(2 + lake.config.streams.length);
    for (const { id, Properties } of clear) {
      const encryption = Properties.BucketEncryption ?? Properties.StreamEncryption;
      expect(text(encryption), id).toContain('SensitiveKey');
    }
  },

  'rotates symmetric keys and waits 30 days before one is gone'(lake) {
    const keys = atLeast(3, lake, 'AWS::KMS::Key');

    for (const { id, Properties } of keys) {
      const mac = Properties.KeySpec === 'HMAC_256';
      expect(Properties.EnableKeyRotation ?? false, id).toBe(!mac);
      expect(Properties.PendingWindowInDays, id).toBe(30);
    }
    const macs = keys.filter(({ Properties }) => Properties.KeySpec === 'HMAC_256');
    expect(macs.map(({ Properties }) => Properties.KeyUsage)).toEqual(['GENERATE_VERIFY_MAC']);
  },

  'is reached by TLS 1.2 or newer only'(lake) {
    const policies = atLeast(5, lake, 'AWS::S3::BucketPolicy');

    for (const { id, Properties } of policies) {
      const denied = statementsOf(Properties.PolicyDocument).filter(
        (statement) => at(statement, 'Effect') === 'Deny',
      );
      const conditions = denied.map((statement) => text(at(statement, 'Condition'))).join();
      expect(conditions, id).toContain('"aws:SecureTransport":"false"');
      expect(conditions, id).toContain('"s3:TlsVersion":1.2');
    }
    expect(policies.length).toBe(ofType(lake, 'AWS::S3::Bucket').length);
    for (const { id, Properties } of atLeast(1, lake, 'AWS::SQS::QueuePolicy')) {
      expect(text(Properties.PolicyDocument), id).toContain('"aws:SecureTransport":"false"');
    }
  },

  'blocks public access, logs it, and tells EventBridge'(lake) {
    for (const { id, Properties } of atLeast(5, lake, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration, id).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(text(Properties.OwnershipControls), id).toContain('BucketOwnerEnforced');
      expect(text(Properties.LifecycleConfiguration), id).toContain(
        'AbortIncompleteMultipartUpload',
      );
      expect(Properties.NotificationConfiguration, id).toEqual({
        EventBridgeConfiguration: { EventBridgeEnabled: true },
      });
      expect(Properties.LoggingConfiguration !== undefined, id).toBe(!id.startsWith('Logs'));
    }
  },

  'is protected from deletion, and may go back in time, where the environment keeps data'(lake) {
    for (const { Properties } of atLeast(1, lake, 'AWS::DynamoDB::Table')) {
      expect(Properties.DeletionProtectionEnabled).toBe(lake.config.keepData);
      expect(text(Properties.PointInTimeRecoverySpecification)).toContain('true');
    }
  },

  'leaves room in each stack'(lake) {
    const { stacks } = lake;

    expect(Object.keys(stacks).length).toBeGreaterThanOrEqual(6);
    for (const [name, resources] of Object.entries(stacks)) {
      expect(resources.length, name).toBeLessThanOrEqual(400);
    }
  },
};
