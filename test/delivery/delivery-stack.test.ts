import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { ENVIRONMENTS, configFor, type EnvName } from '../../lib/config';
import { DeliveryStack } from '../../lib/delivery-stack';
import { servicesOf, SUPPORTING, WITHOUT_REGION } from '../../lib/delivery/services';
import { at, listOf, templatesOf, text, type Value, word } from '../infra/templates';

type Resources = Readonly<Record<string, { Type: string; Properties: Record<string, Value> }>>;

function resourcesOf(env: EnvName): Resources {
  const app = new App({ context: cdk.context });
  const stack = new DeliveryStack(app, `SluiceDelivery-${env}`, {
    config: configFor(env),
    repository: 'acme/sluice',
    provider: 'new',
  });
  return (Template.fromStack(stack).toJSON() as { Resources: Resources }).Resources;
}
const ofType = (env: EnvName, type: string): readonly Record<string, Value>[] =>
  Object.values(resourcesOf(env))
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
const boundaryOf = (env: EnvName): readonly Value[] =>
  listOf(
    at(
      ofType(env, 'AWS::IAM::ManagedPolicy').find(
        ({ ManagedPolicyName }) => ManagedPolicyName === `sluice-${env}-boundary`,
      )?.PolicyDocument,
      'Statement',
    ),
  );
const actionsOf = (statement: Value): readonly string[] =>
  listOf(at(statement, 'Action')).map(word);
const statementOf = (env: EnvName, action: string, effect = 'Allow'): Value =>
  boundaryOf(env).find(
    (statement) => at(statement, 'Effect') === effect && actionsOf(statement).includes(action),
  ) ?? null;

const namespaceOf = (type: string): string => type.split('::').slice(0, 2).join('::');

describe('the boundary', () => {
  it.each(ENVIRONMENTS)(
    'of %s reaches every service that it holds resources of, and no other',
    (env) => {
      const used = new Set(templatesOf(env).all.map(({ Type }) => namespaceOf(Type)));
      used.delete('AWS::IAM');

      expect(used.size).toBeGreaterThan(12);
      expect(Object.keys(servicesOf(configFor(env))).sort()).toEqual([...used].sort());
    },
  );

  it.each(ENVIRONMENTS)('of %s reaches everything that a role calls', (env) => {
    const called = new Set(
      templatesOf(env)
        .all.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
        .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')))
        .flatMap(actionsOf),
    );
    const reached = new Set(
      boundaryOf(env)
        .filter((statement) => at(statement, 'Effect') === 'Allow')
        .flatMap(actionsOf),
    );

    expect(called.size).toBeGreaterThan(40);
    expect(
      [...called].filter(
        (action) => !reached.has(action) && !reached.has(action.replace(/:.*/, ':*')),
      ),
    ).toEqual([]);
  });

  it.each(ENVIRONMENTS)('of %s allows services in its own region only', (env) => {
    const wide = boundaryOf(env).filter((statement) =>
      actionsOf(statement).some((action) => action.endsWith(':*')),
    );

    expect(wide).toHaveLength(2);
    for (const statement of wide) {
      const regional = !actionsOf(statement).includes(`${WITHOUT_REGION[0]}:*`);
      const condition = text(at(statement, 'Condition'));
      if (regional) expect(condition).toContain('"aws:RequestedRegion":{"Ref":"AWS::Region"}');
      else
        expect(actionsOf(statement)).toEqual([
          ...WITHOUT_REGION.map((name) => `${name}:*`),
          'iam:ListPolicies',
          'iam:ListRoles',
        ]);
      expect(
        actionsOf(statement).filter((action) => /^(iam:\*|organizations|account|\*)/.test(action)),
      ).toEqual([]);
    }
  });

  it.each(ENVIRONMENTS)('of %s makes roles of our name that carry it, and no others', (env) => {
    const make = statementOf(env, 'iam:CreateRole');

    for (const action of [
      'iam:AttachRolePolicy',
      'iam:PutRolePolicy',
      'iam:PutRolePermissionsBoundary',
    ]) {
      expect(actionsOf(make)).toContain(action);
    }
    expect(text(at(make, 'Condition', 'StringEquals', 'iam:PermissionsBoundary'))).toContain(
      `policy/sluice-${env}-boundary`,
    );
    for (const action of [
      'iam:CreateRole',
      'iam:PassRole',
      'iam:CreatePolicy',
      'iam:UpdateAssumeRolePolicy',
    ]) {
      const resources = listOf(at(statementOf(env, action), 'Resource')).map(text);
      expect(resources).toHaveLength(2);
      for (const resource of resources)
        expect(resource).toMatch(new RegExp(`/[Ss]luice-${env}-\\*`));
    }
    expect(text(at(statementOf(env, 'iam:PassRole'), 'Condition'))).toContain(
      'iam:PassedToService',
    );
  });

  it.each(ENVIRONMENTS)(
    'of %s cannot be changed, or taken off a role, by what it bounds',
    (env) => {
      const change = statementOf(env, 'iam:CreatePolicyVersion', 'Deny');
      const takeOff = statementOf(env, 'iam:DeleteRolePermissionsBoundary', 'Deny');

      expect(actionsOf(change)).toEqual(
        expect.arrayContaining(['iam:DeletePolicy', 'iam:SetDefaultPolicyVersion']),
      );
      expect(text(at(change, 'Resource'))).toContain(`policy/sluice-${env}-boundary`);
      expect(at(takeOff, 'Resource')).toBe('*');
    },
  );

  it.each(ENVIRONMENTS)('of %s fits into a managed policy, and its app into a request', (env) => {
    expect(text({ Statement: boundaryOf(env) }).length).toBeLessThan(6000);
    expect(JSON.stringify(resourcesOf(env)).length).toBeLessThan(50_000);
  });
});

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
