import { Tags } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow, allowGrants, allowKey } from '../allow';
import type { Reach } from './parts';

/** Redshift reads this tag of whoever comes, and gives them these of its roles. */
export const DATABASE_ROLES_TAG = 'RedshiftDbRoles';

/**
 * Statements in the warehouse, where there is one, with the rights that migrations grant to a role of the database.
 * People come by the Data API, with credentials of minutes: nobody knows a password.
 */
export function allowWarehouse(
  role: iam.Role,
  { warehouse, storage }: Pick<Reach, 'warehouse' | 'storage'>,
  databaseRole: 'analyst' | 'engineer',
): void {
  if (warehouse === undefined) return;
  Tags.of(role).add(DATABASE_ROLES_TAG, databaseRole);
  const workgroup = [warehouse.workgroup.attrWorkgroupWorkgroupArn];
  allow(
    role,
    ['redshift-serverless:GetCredentials', 'redshift-serverless:GetWorkgroup'],
    workgroup,
  );
  allow(
    role,
    [
      'redshift-data:ExecuteStatement',
      'redshift-data:BatchExecuteStatement',
      'redshift-data:ListDatabases',
      'redshift-data:ListSchemas',
      'redshift-data:ListTables',
      'redshift-data:DescribeTable',
    ],
    workgroup,
  );
  // Statements have no ARN: only one's own can be looked at, and stopped.
  allow(
    role,
    [
      'redshift-data:DescribeStatement',
      'redshift-data:GetStatementResult',
      'redshift-data:CancelStatement',
    ],
    ['*'],
    { StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' } },
  );
  const dataApi = ['redshift-data', 'redshift-serverless'] as const;
  allowKey(role, storage.keys.data, 'both', dataApi);
  allowGrants(role, storage.keys.data, dataApi);
}
