/** A need of a framework, and what of the lake answers it; `yours` is what software cannot do for you. */
export interface Control {
  readonly need: string;
  readonly answer: string;
  /** CloudFormation types that carry the answer. */
  readonly resources: readonly string[];
  /** Where it is proved: test file below `test/`, and the fact in its own words. */
  readonly proof: readonly (readonly [file: string, fact: string])[];
  readonly yours?: string;
}

const FACTS = 'infra/checks';
const fact = (topic: string, words: string): readonly [string, string] => [
  `${FACTS}/${topic}.ts`,
  words,
];

const TLS = fact(
  'bucket-policies',
  'buckets refuse plain HTTP, old TLS, other keys and erasing, and allow nothing else',
);
const LOCKED = fact('buckets', 'archive and trail are locked for the days of the configuration');
const BOOKS = fact('monitoring', 'every alarm measures, compares and tells as it should');
const ROUTES = fact('doors', 'route by the answer of the gate, and failures out of bronze');
const EXPIRY = fact('lifecycles', 'objects move and end as contracts and configuration say');
const PACKS: readonly [string, string] = [
  'infra/compliance.test.ts',
  'find nothing that is not acknowledged',
];
const CHANGES: readonly [string, string] = [
  'delivery/workflows.test.ts',
  'deploy dev, staging and prod one after the other, each in its own environment',
];

const yours = (need: string, what: string): Control => ({
  need,
  answer: '',
  resources: [],
  proof: [],
  yours: what,
});

export const CONTROLS: Readonly<Record<string, readonly Control[]>> = {
  'PCI DSS 4.0': [
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
        [
          'delivery/workflows.test.ts',
          'pin every action by its commit, with its version beside it',
        ],
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
        ['delivery/delivery-stack.test.ts', 'trust one subject of one repository, compared whole'],
      ],
      yours: 'your identity provider, joiners and leavers',
    },
    yours('9: physical access', 'AWS, by its own attestation'),
    {
      need: '10: log and monitor all access, for twelve months',
      answer:
        'a trail with validation in a locked bucket, access logs of every bucket, finds on alarm',
      resources: ['AWS::CloudTrail::Trail', 'AWS::CloudWatch::Alarm'],
      proof: [
        LOCKED,
        fact('buckets', 'every access is logged'),
        fact('audit', 'the trail is asked for what nobody may do unseen'),
      ],
    },
    yours('11: tests of security', 'penetration tests and scans by an approved vendor'),
    yours('12: policies and programs', 'the policy, training, incident response and the assessor'),
  ],
  SOX: [
    {
      need: 'change management',
      answer:
        'nothing reaches prod without review, tests, a trial in staging and an approval; a bad one goes back',
      resources: ['AWS::CloudFormation::Stack'],
      proof: [
        CHANGES,
        ['delivery/workflows.test.ts', 'try each deployment out, and go back when that fails'],
      ],
      yours: 'who may approve: reviewers of the environment `prod`, and CODEOWNERS',
    },
    {
      need: 'segregation of duties',
      answer:
        'nobody can both write records and read tables of tokens; deployments cannot change their own ceiling',
      resources: ['AWS::IAM::Role'],
      proof: [
        fact('people', 'nobody can both send a record and read a token'),
        [
          'delivery/delivery-stack.test.ts',
          'cannot be changed, or taken off a role, by what it bounds',
        ],
      ],
    },
    {
      need: 'completeness of processing',
      answer:
        'received = accepted + rejected, and bronze = silver + duplicates + conflicts + moved; an imbalance pages',
      resources: ['AWS::CloudWatch::Alarm'],
      proof: [ROUTES, BOOKS],
    },
    {
      need: 'records kept unchanged',
      answer:
        'every record as sent lies in a versioned, locked archive; nothing that holds data is replaced by an upgrade',
      resources: ['AWS::S3::Bucket'],
      proof: [
        LOCKED,
        [
          'infra/stateful-ids.test.ts',
          'keep their logical ids: another id is another, empty resource',
        ],
      ],
      yours: 'how long: `storage.objectLock.days` and the retention of the contracts',
    },
    yours('entity-level controls', 'the control environment, and the assessment of your auditors'),
  ],
  GDPR: [
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
        fact(
          'buckets',
          'staging and prod lock under GOVERNANCE for a year at least, dev not at all',
        ),
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
      proof: [
        fact('audit', 'each find counts, in a metric that costs nothing while there is none'),
      ],
      yours: 'judging and notifying',
    },
    yours('Chapter V: transfers', 'the region you deploy to, and where a replica stands'),
  ],
  'Basel III (BCBS 239)': [
    {
      need: 'Principle 2: data architecture',
      answer: 'one contract per dataset: types, validator, tables and documentation come from it',
      resources: ['AWS::Glue::Table'],
      proof: [fact('catalog', 'has the columns of each contract, in order')],
      yours: 'owners of data, and the dictionary of the bank',
    },
    {
      need: 'Principle 3: accuracy and integrity',
      answer:
        'one gate with reasons for every refusal; slices are audited and reconciled before they are published',
      resources: ['AWS::StepFunctions::StateMachine'],
      proof: [
        ROUTES,
        fact('machines', 'each has no state that nothing leads to, and no step into nothing'),
      ],
    },
    {
      need: 'Principle 4: completeness',
      answer: 'every record is accounted for; missing files, silence and unusual volumes ring',
      resources: ['AWS::CloudWatch::Alarm'],
      proof: [BOOKS],
    },
    {
      need: 'Principle 5: timeliness',
      answer: 'a run every few minutes that ends within two hours, and an alarm when none succeeds',
      resources: ['AWS::Scheduler::Schedule'],
      proof: [
        fact('patience', 'a run ends within its promise of two hours, and a build within the run'),
      ],
    },
    {
      need: 'Principle 6: adaptability',
      answer: 'a table is one SQL file; what has changed is rebuilt, and nothing else',
      resources: ['AWS::StepFunctions::StateMachine'],
      proof: [fact('machines', 'are the same whatever the models are: no table stands in them')],
    },
    yours(
      'Principles 7 to 14: reporting and supervision',
      'risk reports, their distribution and review',
    ),
  ],
};
