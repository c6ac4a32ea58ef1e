import { ArnFormat, CfnCustomResource, Duration, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import type { WarehouseSettings } from '../settings';
import { allow, allowGrants, allowKey } from './allow';
import { LakeFunction } from './lake-function';
import type { Warehouse } from './warehouse';

export interface WarehouseMigrationsProps {
  readonly deployment: Deployment;
  readonly settings: WarehouseSettings;
  readonly warehouse: Warehouse;
  readonly reader: iam.IRole;
  /** Of the administrator's password, the log and the queue. */
  readonly key: kms.IKey;
  readonly failed: sqs.IQueue;
}

/** Migrations are a handful of grants: the longest wait is for a workgroup that has just been made. */
const LONGEST = Duration.minutes(14);

/**
 * Brings the warehouse's schema to where the deployed code wants it, as part of the deployment: one that fails
 * takes the deployment back.
 */
export class WarehouseMigrations extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: WarehouseMigrationsProps,
  ) {
    super(scope, id);
    const { deployment, settings, warehouse, reader, key, failed } = props;
    const handler = new LakeFunction(this, 'Handler', {
      deployment,
      entry: 'migrate-warehouse',
      timeout: LONGEST,
      memoryMb: 256,
      atOnce: 1,
      environment: {
        WAREHOUSE_WORKGROUP: warehouse.workgroup.workgroupName,
        WAREHOUSE_ARN: warehouse.workgroup.attrWorkgroupWorkgroupArn,
        WAREHOUSE_SECRET: warehouse.secretName,
        WAREHOUSE_READER: reader.roleArn,
        WAREHOUSE_UNIT_HOURS: String(settings.unitHoursPerDay),
      },
      key,
    });
    handler.keepFailedEvents(failed, key);
    this.allowStatements(handler.handRole);

    const resource = new CfnCustomResource(this, 'Applied', {
      serviceToken: handler.functionArn,
      // Longer than the function may take, shorter than the hour that CloudFormation waits otherwise.
      serviceTimeout: 900,
    });
    // Asked again whenever something it applies has changed: migrations are part of the code.
    const code = handler.node.defaultChild;
    if (code instanceof CfnFunction) resource.addPropertyOverride('Revision', code.code);
    resource.addPropertyOverride('UnitHoursPerDay', settings.unitHoursPerDay);
    handler.before(resource);
  }

  private allowStatements(role: iam.Role): void {
    const { warehouse, key } = this.props;
    const workgroup = warehouse.workgroup.attrWorkgroupWorkgroupArn;
    allow(
      role,
      ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement'],
      [workgroup],
    );
    // The Data API keeps statements and results under the warehouse's key, by a grant that the first call makes.
    const dataApi = ['redshift-data', 'redshift-serverless'] as const;
    allowKey(role, key, 'both', dataApi);
    allowGrants(role, key, dataApi);
    // Statements have no ARN: only one's own can be looked at.
    allow(role, ['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'], ['*'], {
      StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' },
    });
    // Limits have none either.
    allow(
      role,
      [
        'redshift-serverless:ListUsageLimits',
        'redshift-serverless:CreateUsageLimit',
        'redshift-serverless:UpdateUsageLimit',
      ],
      ['*'],
    );
    const secret = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager adds six characters.
      resourceName: `${warehouse.secretName}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(role, ['secretsmanager:GetSecretValue'], [secret]);
    allowKey(role, key, 'read', ['secretsmanager']);
  }
}
