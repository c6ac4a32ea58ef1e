import { WAREHOUSE_DATABASE } from '../../../lambdas/shared/names';
import {
  at,
  listOf,
  ofType,
  text,
  type Resource,
  type Templates,
  type Value,
  word,
} from '../templates';
import type { Check, Checks } from './check';
import { differs, plain } from './compare';
import { roleDiffers } from './role-policies';

const PLACE = '${AWS::Region}:${AWS::AccountId}';
const key = (actions: string, service: string): string =>
  `Allow |  | ${actions} | <DataKey> | StringEquals(kms:ViaService: ${service}.\${AWS::Region}.amazonaws.com)`;
const QUEUE_KEY = key('kms:Decrypt kms:GenerateDataKey', 'sqs');
const TRACES = 'Allow |  | xray:PutTelemetryRecords xray:PutTraceSegments | * | ';
const BY_LAMBDA = 'Allow | Service=lambda.amazonaws.com | sts:AssumeRole |  | ';
const LOGS = ['userlog', 'connectionlog', 'useractivitylog'];

/** A check of environments with a warehouse; the others have nothing of it. */
const whereOn =
  (check: (lake: Templates, name: string) => readonly string[]): Check =>
  (lake) =>
    lake.config.warehouse === 'off'
      ? lake.all
          .filter(({ Type }) => Type.startsWith('AWS::Redshift'))
          .map(({ id }) => `${id} is there although the warehouse is off`)
      : check(lake, `sluice-${lake.env}`);

function only(lake: Templates, type: string, stack = 'Warehouse'): Resource {
  const found = ofType(lake, type).filter((one) => one.stack === stack);
  const [one] = found;
  if (one === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${type} in ${stack}, not one`);
  }
  return one;
}
const settingsOf = ({ config }: Templates) => {
  if (config.warehouse === 'off') throw new Error('the warehouse is off');
  return config.warehouse;
};
const functionOf = (lake: Templates, entry: string): Resource | undefined =>
  ofType(lake, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.FunctionName === `sluice-${lake.env}-${entry}`,
  );
const without = (resource: Resource, ...names: readonly string[]): Value =>
  plain(
    Object.fromEntries(
      Object.entries(resource.Properties).filter(([name]) => ![...names, 'Tags'].includes(name)),
    ),
  );

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
      return group && listOf(namespace.DependsOn as Value).includes(group.id)
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
      key('kms:Decrypt', 's3'),
    ]);
  }),

  'a snapshot a day is kept for seven days': whereOn((lake, name) => {
    const schedule = only(lake, 'AWS::Scheduler::Schedule');
    const target = plain(schedule.Properties.Target);
    return [
      ...differs('snapshotDays', settingsOf(lake).snapshotDays, 7),
      ...differs(schedule.id, without(schedule, 'Target', 'Description'), {
        ScheduleExpression: 'cron(0 4 * * ? *)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
      }),
      ...differs(
        schedule.id,
        at(target, 'Arn'),
        'arn:${AWS::Partition}:scheduler:::aws-sdk:redshiftserverless:createSnapshot',
      ),
      ...differs(schedule.id, JSON.parse(word(at(target, 'Input'))) as Value, {
        NamespaceName: name,
        SnapshotName: `${name}-<aws.scheduler.execution-id>`,
        RetentionPeriod: 7,
      }),
      ...differs(schedule.id, at(target, 'RetryPolicy'), {
        MaximumEventAgeInSeconds: 86_400,
        MaximumRetryAttempts: 5,
      }),
      ...(text(at(target, 'RoleArn')).includes('SnapshotsRole')
        ? []
        : [`${schedule.id} has another role`]),
      ...roleDiffers(lake, 'Warehouse', 'SnapshotsRole', [
        `Allow | Service=scheduler.amazonaws.com | sts:AssumeRole |  | ArnLike(aws:SourceArn: arn:\${AWS::Partition}:scheduler:${PLACE}:schedule-group/default) & StringEquals(aws:SourceAccount: \${AWS::AccountId})`,
        `Allow |  | redshift-serverless:CreateSnapshot | <WarehouseNamespace.Namespace.NamespaceArn> arn:\${AWS::Partition}:redshift-serverless:${PLACE}:snapshot/* | `,
        'Allow |  | sqs:SendMessage | <Failed.Arn> | ',
        QUEUE_KEY,
      ]),
    ];
  }),

  'migrations are applied by each deployment that changes them, under the limit of usage': whereOn(
    (lake, name) => {
      const handler = functionOf(lake, 'migrate-warehouse');
      const applied = ofType(lake, 'AWS::CloudFormation::CustomResource').find(({ id }) =>
        id.startsWith('Migrations'),
      );
      if (!handler || !applied) return ['nothing applies the migrations'];
      const code = plain(handler.Properties.Code);
      return [
        ...differs(applied.id, without(applied, 'ServiceToken'), {
          ServiceTimeout: 900,
          UnitHoursPerDay: settingsOf(lake).unitHoursPerDay,
          Revision: { s3Bucket: at(code, 'S3Bucket') ?? null, s3Key: at(code, 'S3Key') ?? null },
        }),
        ...differs(`${applied.id} calls`, applied.Properties.ServiceToken, {
          'Fn::GetAtt': [handler.id, 'Arn'],
        }),
        ...(Number(handler.Properties.Timeout) < 900
          ? []
          : [`${handler.id} may outlast the deployment`]),
        ...differs(
          `${handler.id} variables`,
          text(plain(at(handler.Properties.Environment, 'Variables'))).replace(
            /(Workgroup|Reader)[0-9A-F]{8}/g,
            '$1',
          ),
          text({
            SLUICE_ENV: lake.env,
            BUCKET_OWNER: '${AWS::AccountId}',
            WAREHOUSE_WORKGROUP: name,
            WAREHOUSE_ARN: '${WarehouseWorkgroup.Workgroup.WorkgroupArn}',
            WAREHOUSE_SECRET: `redshift!${name}-warehouse_admin`,
            WAREHOUSE_READER: '${Reader.Arn}',
            WAREHOUSE_UNIT_HOURS: String(settingsOf(lake).unitHoursPerDay),
          }),
        ),
      ];
    },
  ),

  'whoever applies them asks this workgroup, with this password, about own statements': whereOn(
    (lake, name) =>
      roleDiffers(lake, 'Warehouse', 'MigrationsHandlerRole', [
        BY_LAMBDA,
        TRACES,
        'Allow |  | logs:CreateLogStream logs:PutLogEvents | <MigrationsHandlerLogGroup.Arn> | ',
        'Allow |  | sqs:SendMessage | <Failed.Arn> | ',
        QUEUE_KEY,
        'Allow |  | redshift-data:BatchExecuteStatement redshift-data:ExecuteStatement | <WarehouseWorkgroup.Workgroup.WorkgroupArn> | ',
        'Allow |  | redshift-data:DescribeStatement redshift-data:GetStatementResult | * | StringEquals(redshift-data:statement-owner-iam-userid: ${aws:userid})',
        'Allow |  | redshift-serverless:CreateUsageLimit redshift-serverless:ListUsageLimits redshift-serverless:UpdateUsageLimit | * | ',
        `Allow |  | secretsmanager:GetSecretValue | arn:\${AWS::Partition}:secretsmanager:${PLACE}:secret:redshift!${name}-warehouse_admin-?????? | `,
        key('kms:Decrypt', 'secretsmanager'),
        ...(lake.config.network === 'off' ? [] : JOINING(lake)),
      ]),
  ),
};

/** What lets Lambda, and not the function's code, make interfaces in the network. */
const INTERFACES =
  'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses';
export const JOINING = ({ env }: Templates): readonly string[] => [
  `Allow |  | ${INTERFACES} | * | `,
  `Deny |  | ${INTERFACES} | * | ArnLike(lambda:SourceFunctionArn: arn:\${AWS::Partition}:lambda:${PLACE}:function:sluice-${env}-*)`,
];
