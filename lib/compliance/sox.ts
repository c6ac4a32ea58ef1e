import type { Control } from './control';
import { fact, LOCKED, BOOKS, ROUTES, CHANGES, yours } from './proofs';

export const SOX: readonly Control[] = [
  {
    need: 'change management',
    answer:
      'nothing reaches prod without review, tests, a trial in staging and an approval; one that fails its trial, or makes an error alarm ring, goes back',
    resources: ['AWS::CloudFormation::Stack'],
    proof: [
      CHANGES,
      ['delivery/workflows.test.ts', 'try each deployment out, and go back when that fails'],
      [
        'delivery/scripts.test.ts',
        'goes back by alarms that do not ring yet and that the new templates still hold',
      ],
    ],
    yours: 'who may approve: reviewers of the environment `prod`, and CODEOWNERS',
  },
  {
    need: 'segregation of duties',
    answer:
      'nobody can both write records and read tables of tokens; deployments change neither their own ceiling nor whom the roles that deploy trust',
    resources: ['AWS::IAM::Role'],
    proof: [
      fact('people', 'nobody can both send a record and read a token'),
      [
        'delivery/delivery-stack.test.ts',
        'cannot be changed, or taken off a role, by what it bounds',
      ],
      ['delivery/delivery-stack.test.ts', 'touches no role of the repository, and takes no role'],
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
      fact('stateful', 'keeps its logical ids: another id is another, empty resource'),
    ],
    yours: 'how long: `storage.objectLock.days` and the retention of the contracts',
  },
  yours('entity-level controls', 'the control environment, and the assessment of your auditors'),
];
