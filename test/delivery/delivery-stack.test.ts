import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, configFor, type Config, type EnvName } from '../../lib/config';
import { ROLE_TAKERS, servicesOf, WITHOUT_REGION } from '../../lib/delivery/services';
import { at, listOf, templatesOf, templatesWith, text, type Value, word } from '../infra/templates';
import { resourcesOf, ofType, actionsOf } from './delivery-support';

const boundaryOf = (env: EnvName, config?: Config): readonly Value[] =>
  listOf(
    at(
      ofType(env, 'AWS::IAM::ManagedPolicy', config).find(
        ({ ManagedPolicyName }) => ManagedPolicyName === `sluice-${env}-boundary`,
      )?.PolicyDocument,
      'Statement',
    ),
  );

const statementOf = (env: EnvName, action: string, effect = 'Allow'): Value =>
  boundaryOf(env).find(
    (statement) => at(statement, 'Effect') === effect && actionsOf(statement).includes(action),
  ) ?? null;

const namespaceOf = (type: string): string => type.split('::').slice(0, 2).join('::');

/** Configurations that hold other resources than the three environments do. */
const off = configFor('prod');

const VARIANTS: readonly (readonly [string, Config])[] = [
  ['prod, lean', configFor('prod', 'lean')],
  ['prod, banking', configFor('prod', 'banking')],
  ['prod without a warehouse', { ...off, warehouse: 'off' }],
  [
    'prod with every detector and Lake Formation',
    {
      ...off,
      detectors: { guardDuty: true, config: true, macie: true, securityHub: true },
      access: { ...off.access, lakeFormation: true },
    },
  ],
];

/** Whose role an account is given with its first resource of a type, by AWS's list of service-linked roles. */
const LINKED: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': 'dynamodb.application-autoscaling.amazonaws.com',
  'AWS::Backup::BackupPlan': 'backup.amazonaws.com',
  'AWS::Config::ConfigurationRecorder': 'config.amazonaws.com',
  'AWS::GuardDuty::Detector': 'guardduty.amazonaws.com',
  'AWS::Macie::Session': 'macie.amazonaws.com',
  'AWS::RedshiftServerless::Namespace': 'redshift.amazonaws.com',
  'AWS::SecurityHub::Hub': 'securityhub.amazonaws.com',
};

describe('the boundary', () => {
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
    const wide = boundaryOf(env).filter(
      (statement) =>
        at(statement, 'Effect') === 'Allow' &&
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

describe.each([
  ...ENVIRONMENTS.map((env): readonly [string, Config] => [env, configFor(env)]),
  ...VARIANTS,
])('the boundary of %s', (_, config) => {
  const templates = templatesWith(config);
  const boundary = boundaryOf(config.env, config);
  const allowed = boundary.filter((statement) => at(statement, 'Effect') === 'Allow');

  it('reaches every service that it holds resources of, and no other', () => {
    const used = new Set(templates.all.map(({ Type }) => namespaceOf(Type)));
    used.delete('AWS::IAM');

    expect(used.size).toBeGreaterThan(12);
    expect(Object.keys(servicesOf(config)).sort()).toEqual([...used].sort());
  });

  it('lets the first resource of a kind bring the role of its service, and no other', () => {
    const expected = Object.entries(LINKED)
      .filter(([type]) => templates.all.some(({ Type }) => Type === type))
      .map(([, service]) => service);
    const makes = allowed.filter((one) => actionsOf(one).includes('iam:CreateServiceLinkedRole'));
    const named = makes.flatMap((one) =>
      listOf(at(one, 'Condition', 'StringEquals', 'iam:AWSServiceName')).map(word),
    );

    expect([...named].sort()).toEqual(expected.sort());
    for (const make of makes) expect(text(at(make, 'Resource'))).toContain('aws-service-role/*');
  });

  it('lets roles be passed to every service that one trusts', () => {
    const trusted = templates.all
      .filter(({ Type }) => Type === 'AWS::IAM::Role')
      .flatMap(({ Properties }) => listOf(at(Properties.AssumeRolePolicyDocument, 'Statement')))
      .flatMap((statement) => listOf(at(statement, 'Principal', 'Service')).map(word));

    expect(trusted.length).toBeGreaterThan(10);
    expect(trusted.filter((service) => service !== '' && !ROLE_TAKERS.includes(service))).toEqual(
      [],
    );
  });

  it('touches no role of the repository, and takes no role', () => {
    const deny = boundary.filter(
      (one) => at(one, 'Effect') === 'Deny' && actionsOf(one).includes('iam:*'),
    );

    expect(deny).toHaveLength(1);
    expect(text(at(deny[0] ?? null, 'Resource'))).toContain(`role/sluice-${config.env}-github-*`);
    expect(at(deny[0] ?? null, 'Condition')).toBeUndefined();
    expect(allowed.flatMap(actionsOf).filter((action) => action.startsWith('sts:'))).toEqual([]);
  });

  it('fits into a managed policy', () => {
    expect(text({ Statement: boundary }).length).toBeLessThan(6000);
  });
});
