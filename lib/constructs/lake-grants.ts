import { Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lakeformation from 'aws-cdk-lib/aws-lakeformation';
import { Construct } from 'constructs';

/** The tag that grants go by: each database carries its layer, and its tables inherit it. */
export const LAYER_TAG = 'sluice-layer';
/** Context of the lake's stacks: ARN of the registered bucket where Lake Formation is on. */
export const REGISTERED_BUCKET = 'sluice:lakeFormation';

/** What Lake Formation calls the rights that Glue's actions need; reading data goes with Athena's batch reads. */
const ON_TABLES: Readonly<Record<string, readonly string[]>> = {
  'glue:GetTable': ['DESCRIBE'],
  'glue:GetTables': ['DESCRIBE'],
  'glue:GetPartitions': ['DESCRIBE'],
  'glue:GetTableVersions': ['DESCRIBE'],
  'glue:BatchGetPartition': ['SELECT'],
  'glue:BatchCreatePartition': ['ALTER', 'INSERT'],
  'glue:BatchUpdatePartition': ['ALTER', 'INSERT'],
  'glue:UpdateTable': ['ALTER'],
  'glue:BatchDeletePartition': ['DELETE'],
  'glue:DeleteTable': ['DROP'],
};
const ON_DATABASES: Readonly<Record<string, readonly string[]>> = {
  'glue:GetDatabase': ['DESCRIBE'],
  'glue:CreateTable': ['CREATE_TABLE'],
};

const named = (
  rights: Readonly<Record<string, readonly string[]>>,
  actions: readonly string[],
): string[] => [...new Set(actions.flatMap((action) => rights[action] ?? []))].sort();

type Tables = Readonly<Record<string, readonly string[]>>;

/**
 * The grants that a role's actions on the catalogue need once Lake Formation is on: by tag where they are on all
 * tables of a layer, by name where not. They stand below the role, so that what waits for the role waits for them:
 * Firehose looks at the schema it converts by when it is made.
 * @returns whether Lake Formation is on: the role then asks it for objects
 */
export function grantTables(role: iam.Role, actions: readonly string[], tables: Tables): boolean {
  const bucketArn: unknown = role.node.tryGetContext(REGISTERED_BUCKET);
  if (typeof bucketArn !== 'string') return false;
  const count = role.node.children.filter(({ node }) => node.id.startsWith('Grants')).length;
  const scope = new Construct(role, `Grants${count}`);
  const layers = Object.keys(tables).filter((database) => tables[database]?.includes('*'));
  const grant = (id: string, permissions: string[], resource: Resource): void => {
    if (permissions.length > 0) permissionsFor(scope, id, role, permissions, resource);
  };
  if (layers.length > 0) {
    grant('Databases', named(ON_DATABASES, actions), byTag(scope, 'DATABASE', layers));
    grant('Tables', named(ON_TABLES, actions), byTag(scope, 'TABLE', layers));
  }
  for (const [database, names] of Object.entries(tables)) {
    for (const name of names.filter((one) => one !== '*')) {
      const table = { catalogId: Stack.of(role).account, databaseName: database, name };
      grant(`Table-${database}-${name}`, named(ON_TABLES, actions), { table });
    }
  }
  if (actions.includes('glue:CreateTable')) {
    const dataLocation = { catalogId: Stack.of(role).account, resourceArn: bucketArn };
    grant('Location', ['DATA_LOCATION_ACCESS'], { dataLocation });
  }
  return true;
}

type Resource = lakeformation.CfnPrincipalPermissions.ResourceProperty;

const byTag = (scope: Construct, resourceType: string, layers: string[]): Resource => ({
  lfTagPolicy: {
    catalogId: Stack.of(scope).account,
    resourceType,
    expression: [{ tagKey: LAYER_TAG, tagValues: layers }],
  },
});

const permissionsFor = (
  scope: Construct,
  id: string,
  role: iam.Role,
  permissions: string[],
  resource: Resource,
): lakeformation.CfnPrincipalPermissions =>
  new lakeformation.CfnPrincipalPermissions(scope, id, {
    principal: { dataLakePrincipalIdentifier: role.roleArn },
    permissions,
    permissionsWithGrantOption: [],
    resource,
  });
