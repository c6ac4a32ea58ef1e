import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { keyAlias } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { classify } from './classify';
import { ADMIN_ACTIONS, keyPlaceOf, throughService, type KeyUse } from './key-use';

export interface LakeKeyProps {
  readonly deployment: Deployment;
  readonly name: 'data' | 'sensitive' | 'hmac';
  readonly description: string;
  /** Services through which roles use it; none for the key of MACs, which handlers call themselves. */
  readonly uses: readonly KeyUse[];
}

/**
 * Stateful. A key whose policy names actions: the account's administrators may run it, and roles use it as their
 * own policies allow, through the services that hold our data and for that data only. CDK's default policy is
 * `kms:*` for the account. Wildcard resources of a key's policy mean the key.
 */
export class LakeKey extends Construct {
  readonly key: kms.Key;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeKeyProps,
  ) {
    super(scope, id);
    const { deployment, name, description } = props;
    const { env, keepData } = deployment.config;
    const mac = name === 'hmac';

    this.key = new kms.Key(this, 'Key', {
      alias: keyAlias(env, name),
      description,
      keySpec: mac ? kms.KeySpec.HMAC_256 : kms.KeySpec.SYMMETRIC_DEFAULT,
      keyUsage: mac ? kms.KeyUsage.GENERATE_VERIFY_MAC : kms.KeyUsage.ENCRYPT_DECRYPT,
      // KMS rotates symmetric keys only; tokens get a new version by chaining instead.
      enableKeyRotation: !mac,
      pendingWindow: Duration.days(30),
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new iam.PolicyDocument({ statements: this.statements() }),
    });
    classify(this, name === 'data' ? 'Confidential' : 'Restricted');
  }

  private statements(): iam.PolicyStatement[] {
    const { deployment, name, uses } = this.props;
    const place = keyPlaceOf(this, deployment.config.env);
    const principals = [new iam.AccountRootPrincipal()];
    const administer = new iam.PolicyStatement({
      sid: 'Administer',
      principals,
      actions: ADMIN_ACTIONS,
      resources: ['*'],
      conditions: { StringEquals: { 'kms:CallerAccount': place.account } },
    });
    if (name !== 'hmac') return [administer, ...uses.map((use) => throughService(place, use))];
    const derive = new iam.PolicyStatement({
      sid: 'DeriveAsRolesAllow',
      principals,
      actions: ['kms:GenerateMac'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'kms:CallerAccount': place.account, 'kms:MacAlgorithm': 'HMAC_SHA_256' },
      },
    });
    return [administer, derive];
  }
}
