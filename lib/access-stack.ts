import { NestedStack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HumanRole } from '../lambdas/shared/names';
import { shareGold } from './constructs/access/consumers';
import { eraser, operator, repair } from './constructs/access/operators';
import type { Reach } from './constructs/access/parts';
import { producer } from './constructs/access/producers';
import { auditor, dataAnalyst, dataEngineer } from './constructs/access/readers';

export type AccessStackProps = Reach;

/** Who may come in: roles for people, one role per source system, other accounts. */
export class AccessStack extends NestedStack {
  readonly people: Readonly<Record<HumanRole, iam.Role>>;

  constructor(scope: Construct, id: string, props: AccessStackProps) {
    super(scope, id);
    const reach = { ...props, scope: new Construct(this, 'People') };
    this.people = {
      'data-engineer': dataEngineer(reach),
      'data-analyst': dataAnalyst(reach),
      operator: operator(reach),
      auditor: auditor(reach),
      repair: repair(reach),
      eraser: eraser(reach),
    };
    const { access } = props.deployment.config;
    const sources = { ...props, scope: new Construct(this, 'Producers') };
    for (const settings of access.producers) producer(sources, settings);
    for (const consumer of access.consumers) shareGold(this, props, consumer);
  }
}
