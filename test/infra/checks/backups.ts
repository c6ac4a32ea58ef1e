import { at, ofType, text, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';

const copied = (lake: Templates): readonly string[] =>
  ofType(lake, 'AWS::Backup::BackupSelection')
    .flatMap(({ Properties }) =>
      text(plain(at(Properties.BackupSelection, 'Resources'))).match(/\w+(?=\.Arn)/g),
    )
    .filter((id) => id !== null);

const when = (kept: boolean, wanted: Value): Value => (kept ? wanted : null);

export const backupChecks: Checks = {
  'every table is copied weekly where data is kept, and none elsewhere': (lake) => {
    const { keepData } = lake.config;
    const wanted = keepData ? ofType(lake, 'AWS::DynamoDB::Table').map(({ id }) => id) : [];
    return differs('copied tables', [...copied(lake)].sort(), [...wanted].sort());
  },

  'tables are copied by the one plan and the one role': (lake) =>
    ofType(lake, 'AWS::Backup::BackupSelection').flatMap(({ id, Properties }) => [
      ...(/Plan/.test(text(Properties.BackupPlanId)) ? [] : [`${id} has no plan`]),
      ...(/BackupRole/.test(text(at(Properties.BackupSelection, 'IamRoleArn')))
        ? []
        : [`${id} has another role`]),
    ]),

  'copies lie 90 days in a vault under the data key that nobody deletes from': (lake) => {
    const { keepData } = lake.config;
    const [vault] = ofType(lake, 'AWS::Backup::BackupVault');
    const [plan] = ofType(lake, 'AWS::Backup::BackupPlan');
    const rules = plain(at(plan?.Properties.BackupPlan, 'BackupPlanRule'));
    const properties = vault?.Properties ?? {};
    return [
      ...differs(
        'backup rules',
        rules,
        when(keepData, [
          {
            Lifecycle: { DeleteAfterDays: 90 },
            RuleName: 'weekly',
            ScheduleExpression: 'cron(0 4 ? * SUN *)',
            TargetBackupVault: `\${${vault?.id ?? 'none'}.BackupVaultName}`,
          },
        ]),
      ),
      ...differs(
        'vault',
        plain(properties.EncryptionKeyArn),
        when(keepData, '${DataKey2A0DE9E6.Arn}'),
      ),
      ...differs(
        'vault name',
        properties.BackupVaultName ?? null,
        when(keepData, `sluice-${lake.env}`),
      ),
      ...differs('vault stays', vault?.DeletionPolicy ?? null, when(keepData, 'Retain')),
      ...(vault ? vaultPolicy(vault) : []),
    ];
  },

  'copies of tables are made by a role that reads our tables only': (lake) => {
    if (!lake.config.keepData) return [];
    const role = ofType(lake, 'AWS::IAM::Role').find(({ id }) => id.startsWith('BackupRole'));
    const policy = ofType(lake, 'AWS::IAM::ManagedPolicy').find(({ Properties }) =>
      text(Properties.Roles).includes(role?.id ?? 'none'),
    );
    if (role === undefined || policy === undefined) return ['no role copies tables'];
    const table = `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/sluice-${lake.env}-*`;
    return [
      ...policyDiffers(role, role.Properties.AssumeRolePolicyDocument, [
        'Allow | Service=backup.amazonaws.com | sts:AssumeRole |  | StringEquals(aws:SourceAccount: ${AWS::AccountId})',
      ]),
      ...policyDiffers(policy, policy.Properties.PolicyDocument, [
        `Allow |  | dynamodb:CreateBackup dynamodb:DescribeContinuousBackups dynamodb:DescribeTable dynamodb:ListTagsOfResource dynamodb:StartAwsBackupJob | ${table} | `,
        `Allow |  | dynamodb:DeleteBackup dynamodb:DescribeBackup | ${table}/backup/* | `,
        `Allow |  | backup:DescribeBackupVault | arn:\${AWS::Partition}:backup:\${AWS::Region}:\${AWS::AccountId}:backup-vault:sluice-${lake.env} | `,
        'Allow |  | kms:Decrypt kms:GenerateDataKey | ${DataKey2A0DE9E6.Arn} | StringEquals(kms:ViaService: backup.${AWS::Region}.amazonaws.com dynamodb.${AWS::Region}.amazonaws.com)',
      ]),
    ];
  },
};

const DEPLOYER =
  'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-cfn-exec-role-${AWS::AccountId}-${AWS::Region}';
function vaultPolicy(vault: Resource): readonly string[] {
  return policyDiffers(vault, vault.Properties.AccessPolicy, [
    'Deny | AWS=* | backup:DeleteRecoveryPoint backup:UpdateRecoveryPointLifecycle | * | ',
    'Deny | AWS=* | backup:DeleteBackupVaultAccessPolicy backup:PutBackupVaultAccessPolicy | * | ' +
      `ArnNotEquals(aws:PrincipalArn: ${DEPLOYER})`,
  ]);
}
