import { Aws, BootstraplessSynthesizer, CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from './constructs/allow';
import { Boundary } from './delivery/boundary';
import { boundaryName } from './delivery/boundary-name';
import { GITHUB, repositoryRole, repositoryRoleName } from './delivery/repository-role';
import { allowAlarms, allowSmokeTest, allowTemplates } from './delivery/rights';
import type { Config } from './config';

export interface DeliveryStackProps {
  readonly config: Config;
  /** The repository whose workflows deploy, `owner/name`. */
  readonly repository: string;
  /** An account holds one provider of GitHub tokens: `existing` where another team made it. */
  readonly provider: 'new' | 'existing';
}

/** What `cdk bootstrap` makes, to be taken by the role that deploys. */
const CDK_ROLES = ['deploy', 'file-publishing', 'lookup'];
const QUALIFIER = 'hnb659fds';

/**
 * What an account needs before the first deployment, made once by its administrator: the ceiling that
 * `cdk bootstrap` is given, and the roles of the repository. An app of its own, `bin/delivery.ts`, because
 * nothing that is deployed by these roles may change them. Needs no bootstrap itself.
 */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, { config, repository, provider }: DeliveryStackProps) {
    const { env } = config;
    super(scope, id, {
      description: `Who may deploy Sluice (${env}), and how far that reaches`,
      synthesizer: new BootstraplessSynthesizer(),
      terminationProtection: true,
    });
    const place = { env, account: Aws.ACCOUNT_ID, region: Aws.REGION };
    new Boundary(this, 'Boundary', config);

    const bound = { providerArn: this.providerArn(provider), repository };
    const deploy = repositoryRole(this, 'Deploy', {
      ...bound,
      name: repositoryRoleName(env, 'deploy'),
      description: `deploys Sluice (${env}) by the roles that cdk bootstrap made`,
      subject: `environment:${env}`,
    });
    allow(
      deploy,
      ['sts:AssumeRole'],
      CDK_ROLES.map((role) => this.cdkRole(role)),
    );
    allowAlarms(deploy);

    const smoke = repositoryRole(this, 'Smoke', {
      ...bound,
      name: repositoryRoleName(env, 'smoke'),
      description: `tries Sluice (${env}) out after a deployment`,
      subject: `environment:${env}`,
    });
    allowSmokeTest(smoke, place);

    const diff = repositoryRole(this, 'Diff', {
      ...bound,
      name: repositoryRoleName(env, 'diff'),
      description: `reads the templates of Sluice (${env}) for pull requests`,
      subject: 'pull_request',
    });
    allowTemplates(diff, env);

    new CfnOutput(this, 'BoundaryName', { value: boundaryName(env) });
    new CfnOutput(this, 'DeployRoleArn', { value: deploy.roleArn });
    new CfnOutput(this, 'SmokeRoleArn', { value: smoke.roleArn });
    new CfnOutput(this, 'DiffRoleArn', { value: diff.roleArn });
  }

  private providerArn(provider: DeliveryStackProps['provider']): string {
    if (provider === 'existing') {
      return this.formatArn({
        service: 'iam',
        region: '',
        resource: 'oidc-provider',
        resourceName: GITHUB,
      });
    }
    // AWS verifies GitHub's certificate by its own list of authorities: no thumbprint to go stale.
    const made = new iam.CfnOIDCProvider(this, 'GitHub', {
      url: `https://${GITHUB}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    return made.attrArn;
  }

  private cdkRole(role: string): string {
    return this.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `cdk-${QUALIFIER}-${role}-role-${this.account}-${this.region}`,
    });
  }
}
