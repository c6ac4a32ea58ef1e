import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { backupVaultName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { allow, allowKey, serviceOfThisAccount } from './allow';
import { classify } from './classify';
import { deployerOf } from './deployer';

export interface LakeBackupProps {
  readonly deployment: Deployment;
  readonly key: kms.IKey;
}

/** What AWS Backup does to a table; its managed policy would allow every table, volume and instance. */
const COPY_TABLE = [
  'dynamodb:CreateBackup',
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeTable',
  'dynamodb:ListTagsOfResource',
  'dynamodb:StartAwsBackupJob',
];

/**
 * Stateful. Weekly copies of the tables, apart from the tables: point-in-time recovery reaches back 35 days, goes
 * with its table, and a restore of it is no second copy.
 */
export class LakeBackup extends Construct {
  private readonly plan: backup.BackupPlan;
  private readonly role: iam.Role;

  constructor(scope: Construct, id: string, { deployment, key }: LakeBackupProps) {
    super(scope, id);
    const { env } = deployment.config;
    const vault = new backup.BackupVault(this, 'Vault', {
      backupVaultName: backupVaultName(env),
      encryptionKey: key,
      // Nobody deletes a copy before its time, administrators included.
      blockRecoveryPointDeletion: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    vault.addToAccessPolicy(this.ownPolicyStays());
    this.plan = new backup.BackupPlan(this, 'Plan', {
      backupPlanName: backupVaultName(env),
      backupVault: vault,
      backupPlanRules: [
        new backup.BackupPlanRule({
          ruleName: 'weekly',
          scheduleExpression: events.Schedule.cron({ weekDay: 'SUN', hour: '4', minute: '0' }),
          deleteAfter: Duration.days(90),
        }),
      ],
    });
    this.role = new iam.Role(this, 'Role', {
      description: 'copies the tables into the vault',
      assumedBy: serviceOfThisAccount(Stack.of(this), 'backup.amazonaws.com'),
    });
    const arn = (resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName });
    allow(this.role, COPY_TABLE, [arn(`sluice-${env}-*`)]);
    allow(
      this.role,
      ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
      [arn(`sluice-${env}-*/backup/*`)],
    );
    const vaultArn = Stack.of(this).formatArn({
      service: 'backup',
      resource: 'backup-vault',
      resourceName: backupVaultName(env),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(this.role, ['backup:DescribeBackupVault'], [vaultArn]);
    allowKey(this.role, key, 'both', ['dynamodb', 'backup']);
    classify(this, 'Confidential');
  }

  /** Or else whoever may not delete a copy would change the vault's policy first. Deployments still change it. */
  private ownPolicyStays(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy'],
      resources: ['*'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': deployerOf(Stack.of(this)) } },
    });
  }

  /** The selection stands with the table: what is copied is decided where it is made. */
  include(table: dynamodb.Table): void {
    new backup.CfnBackupSelection(table, 'Backup', {
      backupPlanId: this.plan.backupPlanId,
      backupSelection: {
        selectionName: table.node.id,
        iamRoleArn: this.role.roleArn,
        resources: [table.tableArn],
      },
    });
  }
}
