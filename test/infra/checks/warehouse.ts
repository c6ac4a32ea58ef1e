import { WAREHOUSE_DATABASE } from '../../../lambdas/shared/names';
import { listOf, ofType, text } from '../templates';
import type { Checks } from './check';
import { differs } from './compare';
import { roleDiffers } from './role-policies';
import { keyLine, only, PLACE, settingsOf, whereOn, without } from './warehouse-parts';

const LOGS = ['userlog', 'connectionlog', 'useractivitylog'];

export const warehouseChecks: Checks = {
  'the namespace is under the data key, with a password that nobody knows, and tells who did what':
    whereOn((lake, name) => {
      const namespace = only(lake, 'AWS::RedshiftServerless::Namespace');
      const keep = lake.config.keepData;
      const wanted = keep ? 'Retain' : 'Delete';
      const { Properties, id } = namespace;
      return [
        ...differs(
          id,
          without(
            namespace,
            'KmsKeyId',
            'AdminPasswordSecretKmsKeyId',
            'IamRoles',
            'DefaultIamRoleArn',
          ),
          {
            NamespaceName: name,
            DbName: WAREHOUSE_DATABASE,
            AdminUsername: 'warehouse_admin',
            ManageAdminPassword: true,
            LogExports: LOGS,
            ...(keep && { FinalSnapshotName: `${name}-final`, FinalSnapshotRetentionPeriod: 7 }),
          },
        ),
        ...['KmsKeyId', 'AdminPasswordSecretKmsKeyId'].flatMap((property) =>
          text(Properties[property]).includes('StorageDataKey')
            ? []
            : [`${id} ${property} is not the data key`],
        ),
        ...['IamRoles', 'DefaultIamRoleArn'].flatMap((property) =>
          differs(
            `${id} ${property}`,
            text(Properties[property])
              .replace(/Reader\w+/, 'Reader')
              .replace(/^\[|\]$/g, ''),
            '{"Fn::GetAtt":["Reader","Arn"]}',
          ),
        ),
        ...differs(
          `${id} policies`,
          [namespace.DeletionPolicy ?? '', namespace.UpdateReplacePolicy ?? ''],
          [wanted, wanted],
        ),
      ];
    }),

  'the workgroup is reached from no network, over TLS, and computes within its bounds': whereOn(
    (lake, name) => {
      const workgroup = only(lake, 'AWS::RedshiftServerless::Workgroup');
      const { baseCapacity, maxCapacity } = settingsOf(lake);
      return differs(workgroup.id, without(workgroup, 'SubnetIds', 'SecurityGroupIds'), {
        WorkgroupName: name,
        NamespaceName: name,
        BaseCapacity: baseCapacity,
        MaxCapacity: maxCapacity,
        EnhancedVpcRouting: true,
        PubliclyAccessible: false,
        ConfigParameters: [
          { ParameterKey: 'require_ssl', ParameterValue: 'true' },
          { ParameterKey: 'enable_user_activity_logging', ParameterValue: 'true' },
          { ParameterKey: 'max_query_execution_time', ParameterValue: '3600' },
        ],
      });
    },
  ),

  'its logs rest in groups of ours, made before it makes them': whereOn((lake, name) => {
    const namespace = only(lake, 'AWS::RedshiftServerless::Namespace');
    return LOGS.flatMap((log) => {
      const group = ofType(lake, 'AWS::Logs::LogGroup').find(
        ({ Properties }) => Properties.LogGroupName === `/aws/redshift/${name}/${log}`,
      );
      return group && listOf(namespace.DependsOn).includes(group.id)
        ? []
        : [`${log} of ${name} has no group before it`];
    });
  }),

  'it reads gold, and nothing below': whereOn((lake) => {
    const glue = `arn:\${AWS::Partition}:glue:${PLACE}`;
    return roleDiffers(lake, 'Warehouse', 'Reader', [
      'Allow | Service=redshift-serverless.amazonaws.com redshift.amazonaws.com | sts:AssumeRole |  | StringEquals(aws:SourceAccount: ${AWS::AccountId})',
      `Allow |  | glue:BatchGetPartition glue:GetDatabase glue:GetPartition glue:GetPartitions glue:GetTable glue:GetTables | ${glue}:catalog ${glue}:database/gold ${glue}:table/gold/* | `,
      'Allow |  | s3:GetObject | <LakeBucket>/gold/* | ',
      'Allow |  | s3:ListBucket | <LakeBucket> | StringLike(s3:prefix: gold/*)',
      'Allow |  | s3:GetBucketLocation | <LakeBucket> | ',
      keyLine('kms:Decrypt', 's3'),
    ]);
  }),
};
