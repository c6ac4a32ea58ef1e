import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { boundaryName } from './boundary-name';
import { repositoryRoleName } from './repository-role';
import { linkedServices, ROLE_TAKERS, servicesOf, SUPPORTING, WITHOUT_REGION } from './services';

/** Only together with this boundary: a role without it could be made into an administrator. */
const ROLE_RIGHTS = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
];
const ROLE_REST = [
  'iam:DeleteRole',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
];
const CHANGE_POLICY = [
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
];
const POLICY_REST = [
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:ListEntitiesForPolicy',
  'iam:ListPolicyVersions',
  'iam:TagPolicy',
  'iam:UntagPolicy',
];

/**
 * The ceiling over CloudFormation's role and over every role it makes: the services of our templates, in one
 * region, and roles of our name that carry the same ceiling. It gives nothing by itself to a role of the
 * lake, whose own policy names actions and resources; CloudFormation's role has it as its policy too, in
 * the place of AdministratorAccess.
 */
export class Boundary extends Construct {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    const { env } = config;
    const stack = Stack.of(this);
    const iamArn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'iam', region: '', resource, resourceName });
    const ours = (kind: string): string[] => [
      iamArn(kind, `Sluice-${env}-*`),
      iamArn(kind, `sluice-${env}-*`),
    ];
    const own = iamArn('policy', boundaryName(env));
    const ofRepository = iamArn('role', repositoryRoleName(env, '*'));

    new iam.ManagedPolicy(this, 'Policy', {
      managedPolicyName: boundaryName(env),
      description: `Ceiling of what a deployment of Sluice (${env}) and its roles may do`,
      statements: [
        ...services(config, stack.region),
        new iam.PolicyStatement({
          actions: ROLE_RIGHTS,
          resources: ours('role'),
          conditions: { StringEquals: { 'iam:PermissionsBoundary': own } },
        }),
        new iam.PolicyStatement({ actions: ROLE_REST, resources: ours('role') }),
        new iam.PolicyStatement({
          actions: ['iam:PassRole'],
          resources: ours('role'),
          conditions: { StringEquals: { 'iam:PassedToService': ROLE_TAKERS } },
        }),
        ...linkedRoles(config, (name) => iamArn('role', `aws-service-role/${name}`)),
        new iam.PolicyStatement({
          actions: [...CHANGE_POLICY, ...POLICY_REST],
          resources: ours('policy'),
        }),
        // An auditor of the lake lists what there is; it has no narrower resource.
        new iam.PolicyStatement({
          actions: ['iam:ListPolicies', 'iam:ListRoles'],
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          // The version of the bootstrap is a parameter of every template.
          actions: ['ssm:GetParameters'],
          resources: [
            stack.formatArn({
              service: 'ssm',
              resource: 'parameter',
              resourceName: 'cdk-bootstrap/*',
            }),
          ],
        }),
        ...denials(own, ofRepository),
      ],
    });
  }
}

/** What nothing that is allowed elsewhere may overrule. */
function denials(own: string, ofRepository: string): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: CHANGE_POLICY,
      resources: [own],
    }),
    new iam.PolicyStatement({
      // Their names are like those of the lake's roles. Whom they trust is not for a deployment to say.
      effect: iam.Effect.DENY,
      actions: ['iam:*', 'sts:*'],
      resources: [ofRepository],
    }),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['iam:DeleteRolePermissionsBoundary'],
      resources: ['*'],
    }),
  ];
}

/** Roles that belong to services of AWS: the account gets them with its first resource of a kind. */
function linkedRoles(
  config: Config,
  arnOf: (name: string) => string,
): readonly iam.PolicyStatement[] {
  const linked = linkedServices(config);
  if (linked.length === 0) return [];
  const make = new iam.PolicyStatement({
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [arnOf('*')],
    conditions: { StringEquals: { 'iam:AWSServiceName': linked } },
  });
  if (!config.detectors.config) return [make];
  // The one that is a resource of a template, and that the recorder is given.
  return [
    make,
    new iam.PolicyStatement({
      actions: [
        'iam:DeleteServiceLinkedRole',
        'iam:GetRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
        'iam:PassRole',
      ],
      resources: [arnOf('config.amazonaws.com/*')],
    }),
  ];
}

function services(config: Config, region: string): readonly iam.PolicyStatement[] {
  const all = [...Object.values(servicesOf(config)), ...Object.keys(SUPPORTING)].sort();
  const everything = (names: readonly string[]): string[] => names.map((name) => `${name}:*`);
  return [
    new iam.PolicyStatement({
      actions: everything(all.filter((name) => !WITHOUT_REGION.includes(name))),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    }),
    new iam.PolicyStatement({ actions: everything(WITHOUT_REGION), resources: ['*'] }),
  ];
}
