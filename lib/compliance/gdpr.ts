import type { Control } from './control';
import { fact, EXPIRY, yours } from './proofs';

export const GDPR: readonly Control[] = [
  {
    need: 'Art. 5(1)(e): storage limitation',
    answer: 'every layer expires by its contract',
    resources: ['AWS::S3::Bucket'],
    proof: [EXPIRY],
  },
  {
    need: 'Art. 17: erasure',
    answer:
      'one role may pass the lock, with a second factor and on alarm; COMPLIANCE is refused without keys per person',
    resources: ['AWS::IAM::Role'],
    proof: [
      fact('people', 'nobody but the eraser passes a lock'),
      fact('buckets', 'staging and prod lock under GOVERNANCE for a year at least, dev not at all'),
    ],
    yours: 'deciding on requests, and telling whom you gave the data to',
  },
  {
    need: 'Art. 25 and 32: pseudonymisation and encryption',
    answer:
      'identifiers of people are keyed tokens behind the gate; clear values rest under a key of their own',
    resources: ['AWS::KMS::Key'],
    proof: [
      fact('permissions', 'only what carries records as sent holds the sensitive key'),
      fact('buckets', 'buckets rest under their own key, with a bucket key'),
    ],
  },
  yours(
    'Art. 30: records of processing',
    'the register; docs/security.md lists where clear values rest',
  ),
  {
    need: 'Art. 33: breach notification in 72 hours',
    answer: 'people who decrypt clear values, and bypassed locks, ring at once',
    resources: ['AWS::CloudWatch::Alarm'],
    proof: [fact('audit', 'each find counts, in a metric that costs nothing while there is none')],
    yours: 'judging and notifying',
  },
  yours('Chapter V: transfers', 'the region you deploy to, and where a replica stands'),
];
