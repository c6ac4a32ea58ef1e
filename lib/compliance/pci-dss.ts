import type { Control } from './control';
import { fact, TLS, LOCKED, EXPIRY, PACKS, CHANGES, yours } from './proofs';

export const PCI_DSS: readonly Control[] = [
  {
    need: '1: network controls',
    answer: 'functions reach services of AWS only; with the network on, nothing leads out',
    resources: ['AWS::EC2::SecurityGroup'],
    proof: [
      fact('network', 'nothing leads out of the network'),
      fact('buckets', 'nothing public reaches a bucket'),
    ],
    yours: 'switch `network` on where cardholder data is processed',
  },
  {
    need: '2: secure configuration',
    answer: 'four rule packs judge every template before it can be deployed',
    resources: ['AWS::CloudFormation::Stack'],
    proof: [PACKS],
  },
  {
    need: '3: stored account data is unreadable and goes in time',
    answer:
      'card numbers are refused or tokenized by a key that never leaves KMS; every layer expires by contract',
    resources: ['AWS::KMS::Key', 'AWS::S3::Bucket'],
    proof: [
      fact('keys', 'there are three keys: for data, for clear values, for tokens'),
      fact('permissions', 'only what carries records as sent holds the sensitive key'),
      EXPIRY,
    ],
    yours: 'clear values in the archive are in your scope: keep card numbers out at the producer',
  },
  {
    need: '3.6 and 3.7: key management',
    answer:
      'keys rotate, are administered apart from their use, and wait 30 days before they are gone',
    resources: ['AWS::KMS::Key'],
    proof: [
      fact('keys', 'keys rotate where KMS rotates them, and wait 30 days before they are gone'),
      fact(
        'keys',
        'each key is administered by the account and used through named services for our things only',
      ),
    ],
  },
  {
    need: '4: encryption in transit',
    answer: 'TLS 1.2 or newer, or no answer',
    resources: ['AWS::S3::BucketPolicy'],
    proof: [TLS],
  },
  {
    need: '6: secure development and changes',
    answer:
      'reviews, scans of secrets, dependencies and code, pinned actions, a bill of materials per release',
    resources: ['AWS::CloudFormation::Stack'],
    proof: [
      CHANGES,
      ['delivery/workflows.test.ts', 'pin every action by its commit, with its version beside it'],
    ],
  },
  {
    need: '7: access by need to know',
    answer: 'every role is written by hand: actions in full, prefixes, conditions',
    resources: ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'],
    proof: [
      fact('access', 'every allowed action is used, or written down with its reason'),
      fact('access', 'no action has a wildcard'),
    ],
  },
  {
    need: '8: identification and MFA',
    answer:
      'people take roles with a second factor; workflows with a token of minutes; no keys are stored',
    resources: ['AWS::IAM::Role'],
    proof: [
      fact('bucket-policies', 'the role that erases opens with a second factor only'),
      ['delivery/repository-roles.test.ts', 'trust one subject of one repository, compared whole'],
    ],
    yours: 'your identity provider, joiners and leavers',
  },
  yours('9: physical access', 'AWS, by its own attestation'),
  {
    need: '10: log and monitor all access, for twelve months',
    answer:
      'a trail with validation in a locked bucket, access logs of every bucket, alarms on what nobody may do unseen',
    resources: ['AWS::CloudTrail::Trail', 'AWS::CloudWatch::Alarm'],
    proof: [
      LOCKED,
      fact('buckets', 'every access is logged'),
      fact('audit', 'the trail is asked for what nobody may do unseen'),
    ],
  },
  yours('11: tests of security', 'penetration tests and scans by an approved vendor'),
  yours('12: policies and programs', 'the policy, training, incident response and the assessor'),
];
