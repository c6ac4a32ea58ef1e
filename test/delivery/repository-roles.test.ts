import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../lib/config';
import { at, listOf, text, word } from '../infra/templates';
import { ofType, actionsOf } from './delivery-support';

describe('the roles of the repository', () => {
  it.each(ENVIRONMENTS)('of %s trust one subject of one repository, compared whole', (env) => {
    const trusts = ofType(env, 'AWS::IAM::Role').map(({ RoleName, AssumeRolePolicyDocument }) => {
      const [statement = null] = listOf(at(AssumeRolePolicyDocument, 'Statement'));
      expect(at(statement, 'Action')).toBe('sts:AssumeRoleWithWebIdentity');
      expect(Object.keys(at(statement, 'Condition') as object)).toEqual(['StringEquals']);
      const equal = at(statement, 'Condition', 'StringEquals');
      expect(at(equal, 'token.actions.githubusercontent.com:aud')).toBe('sts.amazonaws.com');
      return [RoleName, at(equal, 'token.actions.githubusercontent.com:sub')];
    });

    expect(Object.fromEntries(trusts)).toEqual({
      [`sluice-${env}-github-deploy`]: `repo:acme/sluice:environment:${env}`,
      [`sluice-${env}-github-smoke`]: `repo:acme/sluice:environment:${env}`,
      [`sluice-${env}-github-diff`]: 'repo:acme/sluice:pull_request',
    });
  });

  it.each(ENVIRONMENTS)('of %s bear names that no deployment may touch', (env) => {
    const names = ofType(env, 'AWS::IAM::Role').map(({ RoleName = null }) => word(RoleName));

    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(new RegExp(`^sluice-${env}-github-`));
  });

  it.each(ENVIRONMENTS)('of %s may list alarms, which takes the right to all', (env) => {
    const looks = ofType(env, 'AWS::IAM::ManagedPolicy')
      .flatMap(({ PolicyDocument }) => listOf(at(PolicyDocument, 'Statement')))
      .filter((statement) => actionsOf(statement).includes('cloudwatch:DescribeAlarms'));

    expect(looks).toHaveLength(2);
    for (const look of looks) expect(text(at(look, 'Resource'))).toMatch(/:alarm:\*"/);
  });

  it.each(ENVIRONMENTS)('of %s have no wildcard in an action, and may not change IAM', (env) => {
    const policies = ofType(env, 'AWS::IAM::ManagedPolicy').filter(
      ({ ManagedPolicyName }) => ManagedPolicyName === undefined,
    );
    const actions = policies.flatMap(({ PolicyDocument }) =>
      listOf(at(PolicyDocument, 'Statement')).flatMap(actionsOf),
    );

    expect(policies).toHaveLength(3);
    expect(actions.filter((action) => action.includes('*') || action.startsWith('iam:'))).toEqual(
      [],
    );
    expect(actions).toContain('sts:AssumeRole');
  });
});
