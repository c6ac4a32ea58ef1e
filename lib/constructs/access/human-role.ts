import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { humanRoleName, type HumanRole } from '../../../lambdas/shared/names';
import type { Deployment } from '../../deployment';
import { worksOutside } from '../perimeter';

/** Hours that a session lasts: a working day to look, an hour to change anything. */
const SESSION_HOURS: Readonly<Record<HumanRole, number>> = {
  'data-engineer': 8,
  'data-analyst': 8,
  operator: 8,
  auditor: 8,
  repair: 1,
  eraser: 1,
};
/** A second factor shown longer ago than this opens no role. */
const MFA_HOURS = 1;

/**
 * A role that people take. The second factor is asked for at the door: AWS keeps no trace of it in the session, so a
 * condition on single actions would refuse everybody.
 */
export function humanRole(
  scope: Construct,
  { config }: Deployment,
  name: HumanRole,
  description: string,
): iam.Role {
  const { peopleFrom } = config.access;
  const people =
    peopleFrom.length === 0
      ? [new iam.AccountPrincipal(Stack.of(scope).account)]
      : peopleFrom.map((arn) => new iam.ArnPrincipal(arn));
  const role = new iam.Role(scope, name, {
    roleName: humanRoleName(config.env, name),
    description,
    maxSessionDuration: Duration.hours(SESSION_HOURS[name]),
    assumedBy: new iam.PrincipalWithConditions(new iam.CompositePrincipal(...people), {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': String(MFA_HOURS * 3600) },
    }),
  });
  worksOutside(role);
  return role;
}
