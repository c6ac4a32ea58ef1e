import type { Control } from './control';
import { fact, BOOKS, ROUTES, yours } from './proofs';

export const BASEL: readonly Control[] = [
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
];
