import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { plain, statementLine } from './checks/compare';
import { at, listOf, ofType, templatesWith, text, type Value, word } from './templates';

const COPY = {
  lakeBucketArn: 'arn:aws:s3:::copy-lake',
  archiveBucketArn: 'arn:aws:s3:::copy-archive',
  account: '210987654321',
  dataKeyArn: 'arn:aws:kms:eu-central-1:210987654321:key/data',
  sensitiveKeyArn: 'arn:aws:kms:eu-central-1:210987654321:key/sensitive',
};
const prod = configFor('prod');
const lake = templatesWith({ ...prod, storage: { ...prod.storage, replication: COPY } });

const rulesOf = (prefix: string): readonly Value[] => {
  const bucket = ofType(lake, 'AWS::S3::Bucket').find(({ id }) => id.startsWith(prefix));
  return listOf(at(bucket?.Properties.ReplicationConfiguration, 'Rules'));
};
const statements = ofType(lake, 'AWS::IAM::ManagedPolicy')
  .filter(({ id }) => id.startsWith('ReplicationPolicy'))
  .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')));

describe('copies in another region', () => {
  it.each([
    [
      'LakeBucket',
      ['bronze/', 'silver/', 'silver_restricted/', 'gold/', 'ops/'],
      COPY.lakeBucketArn,
      COPY.dataKeyArn,
    ],
    ['ArchiveBucket', ['archive/', 'inbox/'], COPY.archiveBucketArn, COPY.sensitiveKeyArn],
  ])(
    'of %s go to its own bucket and key, failed deliveries to none',
    (bucket, prefixes, to, key) => {
      const rules = rulesOf(bucket);

      expect(rules.map((rule) => at(rule, 'Filter', 'Prefix'))).toEqual(prefixes);
      for (const rule of rules) {
        expect(rule).toMatchObject({
          Status: 'Enabled',
          DeleteMarkerReplication: { Status: 'Disabled' },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
          Destination: {
            Account: COPY.account,
            Bucket: to,
            AccessControlTranslation: { Owner: 'Destination' },
            EncryptionConfiguration: { ReplicaKmsKeyID: key },
          },
        });
      }
    },
  );

  it('are made by a role that deletes nothing, and that S3 takes for our buckets only', () => {
    const actions = statements.flatMap((one) => listOf(at(one, 'Action')).map(word));
    const [role] = ofType(lake, 'AWS::IAM::Role').filter(({ id }) => /^Replication[^P]/.test(id));
    const trust = listOf(at(role?.Properties.AssumeRolePolicyDocument, 'Statement'));

    expect(actions).toContain('s3:ReplicateObject');
    expect(actions.filter((action) => /Delete|\*/.test(action))).toEqual([]);
    expect(trust.map(statementLine)).toEqual([
      'Allow | Service=s3.amazonaws.com | sts:AssumeRole |  | ' +
        'ArnLike(aws:SourceArn: arn:${AWS::Partition}:s3:::sluice-prod-*) & ' +
        'StringEquals(aws:SourceAccount: ${AWS::AccountId})',
    ]);
  });

  it('open keys for their buckets only, here to read and there to write', () => {
    const keys = statements.filter((one) => text(at(one, 'Action')).includes('kms:'));

    expect(keys.length).toBe(4);
    for (const one of keys) {
      const { StringEquals, StringLike } = plain(at(one, 'Condition')) as Readonly<
        Record<string, Readonly<Record<string, Value>>>
      >;
      const reads = at(one, 'Action') === 'kms:Decrypt';
      expect(StringEquals?.['kms:ViaService']).toBe(
        reads ? 's3.${AWS::Region}.amazonaws.com' : 's3.eu-central-1.amazonaws.com',
      );
      expect(text(StringLike?.['kms:EncryptionContext:aws:s3:arn'])).toMatch(
        reads ? /(Lake|Archive)Bucket/ : /copy-(lake|archive)/,
      );
    }
  });

  it('are off by default', () => {
    expect(prod.storage.replication).toBe('off');
  });
});
