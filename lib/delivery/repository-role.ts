import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export const GITHUB = 'token.actions.githubusercontent.com';

/** Of a role that workflows take; no deployment may touch one of such a name. */
export const repositoryRoleName = (env: string, does: string): string =>
  `sluice-${env}-github-${does}`;

export interface RepositoryRoleProps {
  readonly name: string;
  readonly description: string;
  readonly providerArn: string;
  /** `owner/name`. */
  readonly repository: string;
  /** What of it: `environment:prod` after its approval, or `pull_request`. */
  readonly subject: string;
}

/**
 * A role that workflows of one repository take with a token of minutes: no key is stored anywhere. The subject
 * is compared whole: with a pattern, another branch, fork or repository of a like name would match.
 */
export function repositoryRole(scope: Construct, id: string, props: RepositoryRoleProps): iam.Role {
  return new iam.Role(scope, id, {
    roleName: props.name,
    description: props.description,
    maxSessionDuration: Duration.hours(2),
    assumedBy: new iam.WebIdentityPrincipal(props.providerArn, {
      StringEquals: {
        [`${GITHUB}:aud`]: 'sts.amazonaws.com',
        [`${GITHUB}:sub`]: `repo:${props.repository}:${props.subject}`,
      },
    }),
  });
}
