import { at, ofType, text, type Resource, type Templates, word } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';
import { roleDiffers } from './role-policies';
import { keyLine, only, PLACE, settingsOf, whereOn, without } from './warehouse-parts';

const QUEUE_KEY = keyLine('kms:Decrypt kms:GenerateDataKey', 'sqs');
const DATA_API = ['redshift-data', 'redshift-serverless'];
const TRACES = 'Allow |  | xray:PutTelemetryRecords xray:PutTraceSegments | * | ';
const BY_LAMBDA = 'Allow | Service=lambda.amazonaws.com | sts:AssumeRole |  | ';
const functionOf = (lake: Templates, entry: string): Resource | undefined =>
  ofType(lake, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.FunctionName === `sluice-${lake.env}-${entry}`,
  );

/** What lets Lambda, and not the function's code, make interfaces in the network. */
const INTERFACES =
  'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses';
const JOINING = ({ env }: Templates): readonly string[] => [
  `Allow |  | ${INTERFACES} | * | `,
  `Deny |  | ${INTERFACES} | * | ArnLike(lambda:SourceFunctionArn: arn:\${AWS::Partition}:lambda:${PLACE}:function:sluice-${env}-*)`,
];

/** Snapshots and migrations: what is done to the warehouse without anybody asking. */
export const warehouseWorkChecks: Checks = {
  'a snapshot a day is kept for seven days, for a day where nobody works': whereOn((lake, name) => {
    const days = lake.env === 'dev' ? 1 : 7;
    const schedule = only(lake, 'AWS::Scheduler::Schedule');
    const target = plain(schedule.Properties.Target);
    return [
      ...differs('snapshotDays', settingsOf(lake).snapshotDays, days),
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
      ...differs(
        schedule.id,
        word(at(target, 'Input')),
        JSON.stringify({
          NamespaceName: name,
          SnapshotName: `${name}-<aws.scheduler.execution-id>`,
          RetentionPeriod: days,
        }),
      ),
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
        keyLine('kms:Decrypt', 'secretsmanager'),
        keyLine('kms:Decrypt kms:DescribeKey kms:GenerateDataKey', ...DATA_API),
        keyLine('kms:CreateGrant', ...DATA_API).replace(
          'StringEquals',
          'Bool(kms:GrantIsForAWSResource: true) & StringEquals',
        ),
        ...(lake.config.network === 'off' ? [] : JOINING(lake)),
      ]),
  ),
};
