import { Stack, type CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lakeformation from 'aws-cdk-lib/aws-lakeformation';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DATABASES, type DatabaseName } from '../../lambdas/shared/names';
import { PUBLISHED_OBJECTS, READABLE_OBJECTS } from '../layers';
import { allow, allowKey, allowList, allowObjects, serviceOfThisAccount } from './allow';
import { deployerOf } from './deployer';
import { LAYER_TAG } from './lake-grants';
import { worksOutside } from './perimeter';

export interface LakeTagsProps {
  readonly lake: s3.IBucket;
  readonly key: kms.IKey;
}

/**
 * Lake Formation over the lake: nobody has a table because IAM says so, only by grant. Settings are the account's,
 * so this is a switch; whoever deploys administers, or the grants that follow could not be made.
 */
export class LakeTags extends Construct {
  constructor(scope: Construct, id: string, { lake, key }: LakeTagsProps) {
    super(scope, id);
    const settings = new lakeformation.CfnDataLakeSettings(this, 'Settings', {
      admins: [{ dataLakePrincipalIdentifier: deployerOf(Stack.of(this)) }],
      createDatabaseDefaultPermissions: [],
      createTableDefaultPermissions: [],
      parameters: { CROSS_ACCOUNT_VERSION: '4' },
      mutationType: 'APPEND',
    });
    const role = this.readerRole(lake, key);
    const location = new lakeformation.CfnResource(this, 'Location', {
      resourceArn: lake.bucketArn,
      roleArn: role.roleArn,
      useServiceLinkedRole: false,
    });
    const tag = new lakeformation.CfnTag(this, 'Tag', {
      tagKey: LAYER_TAG,
      tagValues: [...DATABASES],
    });
    location.node.addDependency(settings, role);
    tag.node.addDependency(settings);
  }

  /** Tags a database with its layer. */
  tag(database: DatabaseName, resource: CfnResource | undefined): void {
    const catalogId = Stack.of(this).account;
    const association = new lakeformation.CfnTagAssociation(
      new Construct(this, database),
      'Layer',
      {
        lfTags: [{ catalogId, tagKey: LAYER_TAG, tagValues: [database] }],
        resource: { database: { catalogId, name: database } },
      },
    );
    association.node.addDependency(this.node.findChild('Tag'), ...(resource ? [resource] : []));
  }

  /** Hands out the objects of what was granted: the service's own role cannot use a key of ours. */
  private readerRole(lake: s3.IBucket, key: kms.IKey): iam.Role {
    const role = new iam.Role(this, 'Role', {
      description: 'hands out the objects of tables that Lake Formation grants',
      assumedBy: serviceOfThisAccount(Stack.of(this), 'lakeformation.amazonaws.com'),
    });
    allowObjects(role, lake, ['s3:GetObject'], READABLE_OBJECTS);
    allowObjects(role, lake, ['s3:PutObject', 's3:DeleteObject'], PUBLISHED_OBJECTS);
    allowList(role, lake, READABLE_OBJECTS);
    allow(role, ['s3:GetBucketLocation'], [lake.bucketArn]);
    allowKey(role, key, 'both', ['s3']);
    // Athena's own machines read with what the role hands out.
    worksOutside(role);
    return role;
  }
}
