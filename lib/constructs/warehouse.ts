import { RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as redshift from 'aws-cdk-lib/aws-redshiftserverless';
import { Construct } from 'constructs';
import { WAREHOUSE_DATABASE, warehouseName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import type { WarehouseSettings } from '../settings';
import { classify } from './classify';
import { LakeLog } from './lake-log';

/** Where the warehouse sits: subnets in three zones, and what its group lets out. */
export interface WarehouseSeat {
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
}
export interface WarehouseProps {
  readonly deployment: Deployment;
  readonly settings: WarehouseSettings;
  readonly key: kms.IKey;
  readonly seat: WarehouseSeat;
  /** What it reads the lake with. */
  readonly reader: iam.IRole;
}

const ADMINISTRATOR = 'warehouse_admin';
/** Who came, who changed users, and every statement: each to a log group of its own. */
const LOGS = ['userlog', 'connectionlog', 'useractivitylog'];
/** Longest statement, seconds: a load takes minutes, and a forgotten cross join pays by the second. */
const LONGEST_STATEMENT = 3600;

/**
 * Stateful. Redshift Serverless: a namespace, which keeps data, users and the administrator's password, and a
 * workgroup, which computes and costs nothing while nobody asks. It is reached by its API, from no network.
 */
export class Warehouse extends Construct {
  readonly namespace: redshift.CfnNamespace;
  readonly workgroup: redshift.CfnWorkgroup;
  /** Of the administrator's password: Redshift names the secret by itself. */
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    classify(this, 'Confidential');
    const { deployment, settings, key, seat, reader } = props;
    const { env, keepData, logRetentionDays } = deployment.config;
    const name = warehouseName(env);
    this.secretName = `redshift!${name}-${ADMINISTRATOR}`;
    this.namespace = new redshift.CfnNamespace(this, 'Namespace', {
      namespaceName: name,
      dbName: WAREHOUSE_DATABASE,
      adminUsername: ADMINISTRATOR,
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: key.keyArn,
      kmsKeyId: key.keyArn,
      iamRoles: [reader.roleArn],
      defaultIamRoleArn: reader.roleArn,
      logExports: LOGS,
      ...(keepData && {
        finalSnapshotName: `${name}-final`,
        finalSnapshotRetentionPeriod: settings.snapshotDays,
      }),
    });
    this.namespace.applyRemovalPolicy(keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    const logs = new Construct(this, 'Logs');
    for (const log of LOGS) {
      // Made before the service makes it, without a key and without an end.
      const group = new LakeLog(logs, log, {
        name: `/aws/redshift/${name}/${log}`,
        key,
        retentionDays: logRetentionDays,
        stays: keepData,
      });
      this.namespace.node.addDependency(group);
    }
    this.workgroup = this.compute(name, settings, seat);
  }

  private compute(
    name: string,
    { baseCapacity, maxCapacity }: WarehouseSettings,
    { subnets, group }: WarehouseSeat,
  ): redshift.CfnWorkgroup {
    const workgroup = new redshift.CfnWorkgroup(this, 'Workgroup', {
      workgroupName: name,
      namespaceName: this.namespace.namespaceName,
      baseCapacity,
      maxCapacity,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [group.securityGroupId],
      configParameters: Object.entries({
        require_ssl: 'true',
        enable_user_activity_logging: 'true',
        max_query_execution_time: String(LONGEST_STATEMENT),
      }).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue })),
    });
    workgroup.addResourceDependency(this.namespace);
    return workgroup;
  }
}
